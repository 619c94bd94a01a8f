import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { DeliveryRecords } from '#components/deliveries/delivery-records.tsx';
import { OutcomeState, outcomeOf } from '#components/deliveries/outcome.tsx';
import { WordByWord } from '#components/deliveries/word-by-word.tsx';
import { PageBody, PageHead, Section } from '#components/frame/page.tsx';
import { Duration, sayDuration } from '#components/records/duration.tsx';
import { Facts } from '#components/records/facts.tsx';
import { Moment } from '#components/records/moment.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import { ProviderName } from '#lib/domain/connections/schemas.ts';
import { getDelivery } from '#lib/domain/deliveries/queries.ts';
import { found } from '#lib/web/page-found.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('deliveries'))('one') };
}

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ ctx }, t, channels, locale, { id }] = await Promise.all([
    requirePageCtx(),
    getTranslations('deliveries'),
    getTranslations('records.channels'),
    getLocale(),
    params,
  ]);
  const delivery = await found(getDelivery(ctx, id));
  const provider = ProviderName.safeParse(delivery.provider);
  const channel = provider.success ? CHANNEL_NAMES[provider.data] : delivery.provider;
  const { kind, startedAt, finishedAt, nights, latenessMs, error, runId, records } = delivery;
  const outcome = outcomeOf(delivery);
  return (
    <>
      <PageHead
        above={
          <Link href={`/channels/deliveries?connection=${delivery.connectionId}`} className="hover:underline">
            {channels('deliveries')}
          </Link>
        }
        title={t(`kind.${kind}`)}
        lead={`${channel}, ${delivery.account}`}
      />
      <PageBody>
        <div className="flex max-w-3xl flex-col gap-1">
          <p>
            <OutcomeState outcome={outcome} chip />
          </p>
          <p className="text-ink-2">{t(`means.${outcome}`)}</p>
          {error ? (
            <p lang="en" className="break-words font-mono text-sm">
              {error}
            </p>
          ) : null}
        </div>
        <Facts
          facts={[
            { label: t('time'), value: <Moment at={startedAt} look="seconds" /> },
            { label: t('nights'), value: nights },
            finishedAt !== null && {
              label: t('took'),
              value: <Duration from={startedAt} to={finishedAt} />,
            },
            latenessMs !== null && {
              label: t('late'),
              value: (
                <span title={t('lateMeans')}>
                  {t('lateAfter', { time: sayDuration(locale, latenessMs) })}
                </span>
              ),
            },
            runId !== null && {
              label: t('run'),
              value: (
                <Link
                  href={`/channels/runs/${runId}`}
                  className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
                >
                  {t('runOpen')}
                </Link>
              ),
            },
            { label: t('id'), value: <span className="break-all font-mono text-sm">{id}</span> },
          ]}
        />
        <Section title={t(kind === 'read' ? 'recordsRead' : 'records')}>
          {records.length === 0 ? (
            <p className="text-ink-2">{t('noRecords')}</p>
          ) : (
            <DeliveryRecords delivery={delivery} channel={channel} />
          )}
        </Section>
        <div className="flex flex-col gap-3">
          <WordByWord title={t('request')} text={delivery.request} />
          <WordByWord title={t('response')} text={delivery.response} />
          <p className="text-ink-2 text-sm">{t('masked')}</p>
        </div>
      </PageBody>
    </>
  );
}
