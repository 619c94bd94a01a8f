'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { sayMoney } from '#components/format/money.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Explanation } from '#lib/domain/explain/schemas.ts';
import { CauseLine } from './cause-line.tsx';
import { ChannelLine } from './channel-line.tsx';

/** Why one night of a unit is as it is: the causes in plain sentences with what proves them, and each channel's side. */
export function Explain({ unitId, night }: { unitId: string; night: string }) {
  const t = useTranslations('explain');
  const timeline = useTranslations('timeline');
  const query = useQuery({
    queryKey: ['explain', unitId, night],
    queryFn: ({ signal }) =>
      call<Explanation>('GET', `/api/availability/explain?unit=${unitId}&night=${night}`, undefined, signal),
    refetchInterval: 10_000,
  });
  if (query.data) return <Explained explained={query.data} />;
  if (query.error) {
    return (
      <ProblemNotice
        problem={toProblem(query.error)}
        action={
          <Button size="sm" onClick={() => void query.refetch()}>
            {timeline('retry')}
          </Button>
        }
      />
    );
  }
  return (
    <div aria-busy className="flex flex-col gap-2.5 pt-1">
      <span className="sr-only">{t('title')}</span>
      {['w-56', 'w-64', 'w-40', 'w-52', 'w-32'].map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}

function Explained({ explained }: { explained: Explanation }) {
  const t = useTranslations('explain');
  const locale = useLocale();
  const { causes, channels, price, timezone } = explained;
  return (
    <div className="flex flex-col gap-5">
      <section aria-label={t('title')}>
        <p className="font-medium">
          {causes.length > 0
            ? t('count', { count: causes.length })
            : price
              ? t('freePrice', { price: sayMoney(locale, price.amount, price.currency) })
              : t('free')}
        </p>
        {causes.length > 0 ? (
          <ol className="mt-2 flex flex-col gap-3 border-line border-l pl-3.5">
            {causes.map((cause) => (
              <CauseLine key={`${cause.kind}${cause.id}`} cause={cause} explained={explained} />
            ))}
          </ol>
        ) : null}
      </section>
      <section>
        <h3 className="font-semibold text-sm">{t('channels')}</h3>
        {channels.length === 0 ? (
          <p className="mt-1 text-ink-2">{t('noChannels')}</p>
        ) : (
          <ul className="mt-1 flex flex-col">
            {channels.map((channel) => (
              <ChannelLine key={channel.mappingId} channel={channel} timeZone={timezone} />
            ))}
          </ul>
        )}
      </section>
      <p className="text-ink-2 text-xs">{t('zone', { zone: timezone })}</p>
    </div>
  );
}
