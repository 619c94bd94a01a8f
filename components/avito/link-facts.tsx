import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Ago } from '#components/format/ago.tsx';
import { sayPercent } from '#components/rates/model.ts';
import { works } from './link-state.ts';
import type { AvitoLink } from './shapes.ts';

/** What is known of a link, in figures under each other. */
export function LinkFacts({ link, now }: { link: AvitoLink; now: string }) {
  const t = useTranslations('avito.fact');
  const locale = useLocale();
  const { lastSyncAt, pollingEverySeconds } = link;
  return (
    <dl className="tnum mt-3 grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-4">
      <Fact label={t('last')}>{lastSyncAt ? <Ago at={lastSyncAt} now={now} /> : t('notYet')}</Fact>
      <Fact label={t('polled')}>
        {works(link) && pollingEverySeconds !== null
          ? t('every', { seconds: pollingEverySeconds })
          : t('not')}
      </Fact>
      <Fact label={t('markup')}>{`+${sayPercent(locale, Math.round(link.markup * 100))} %`}</Fact>
      <Fact label={t('access')}>
        <Access link={link} now={now} />
      </Fact>
    </dl>
  );
}

/** How long our access lasts, and whether a person has to think of it. */
function Access({ link: { status, expiresAt, renewsItself }, now }: { link: AvitoLink; now: string }) {
  const t = useTranslations('avito.fact');
  const channels = useTranslations('connections.fact');
  if (status === 'expired') return channels('over');
  if (status === 'disconnected') return '—';
  if (renewsItself) return t('renews');
  return expiresAt === null ? '—' : t.rich('ends', { ago: () => <Ago at={expiresAt} now={now} /> });
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-2 text-sm">{label}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
