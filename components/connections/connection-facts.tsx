import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { sayInterval } from '#components/calendars/interval.ts';
import { Ago } from '#components/format/ago.tsx';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { Phase } from './phase.ts';
import { isPicked } from './picked.ts';

/** What is known of an account, in figures under each other. */
export function ConnectionFacts({
  state,
  phase,
  now,
}: {
  state: ConnectionState;
  phase: Phase;
  now: string;
}) {
  const t = useTranslations('connections.fact');
  const calendars = useTranslations('calendars');
  const nowMs = Date.parse(now);
  const { done, total } = state.mapped;
  const isAsked = phase !== 'paused' && phase !== 'expired' && state.nextSyncAt !== null;
  const isDue = state.nextSyncAt !== null && Date.parse(state.nextSyncAt) <= nowMs;
  return (
    <dl className="tnum mt-3 grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3 xl:grid-flow-col xl:auto-cols-fr xl:grid-cols-none">
      <Fact label={t('last')}>
        {state.lastSyncAt ? <Ago at={state.lastSyncAt} now={now} /> : t('notYet')}
      </Fact>
      <Fact label={t('next')} note={isAsked ? sayInterval(calendars, state.intervalMinutes) : null}>
        {!isAsked || state.nextSyncAt === null ? (
          '—'
        ) : isDue ? (
          t('due')
        ) : (
          <Ago at={state.nextSyncAt} now={now} />
        )}
      </Fact>
      <Fact label={t('proof')} title={t('proofMeans')}>
        {state.lastSuccessAt ? <Ago at={state.lastSuccessAt} now={now} /> : t('notYet')}
      </Fact>
      <Fact label={t('mapped')}>
        {isPicked(state.provider) ? (
          done
        ) : (
          <span className={cn(done < total && 'font-medium text-warn')}>{t('of', { done, total })}</span>
        )}
      </Fact>
      <Fact label={t('waiting')}>
        {state.waiting > 0 ? (
          <Link href="/inbox#waiting" className="font-medium text-warn underline underline-offset-4">
            {state.waiting}
          </Link>
        ) : (
          '0'
        )}
      </Fact>
      <Queues state={state} now={now} />
      <Polling state={state} isAsked={isAsked} />
      <Access state={state} phase={phase} nowMs={nowMs} />
    </dl>
  );
}

const QUEUE_INK = {
  well: '',
  alarm: 'font-medium text-warn',
  red: 'font-medium text-bad',
  missed: 'font-medium text-bad',
};

/** How many bookings the channel waits to hear about, and since when; else when its queues were last read. */
function Queues({ state, now }: { state: ConnectionState; now: string }) {
  const t = useTranslations('connections.fact');
  const { queues } = state;
  if (!queues) return null;
  const { unacknowledged, oldestAt, readAt, level } = queues;
  const at = unacknowledged > 0 ? oldestAt : readAt;
  const ago = () => (at ? <Ago at={at} now={now} /> : null);
  return (
    <Fact label={t('queues')} title={t('queuesMeans')}>
      <span className={cn(QUEUE_INK[level])}>{unacknowledged > 0 ? unacknowledged : t('queuesNone')}</span>
      <span className="block text-ink-2 text-sm">
        {at === null ? t('queuesUnread') : t.rich(unacknowledged > 0 ? 'queuesSince' : 'queuesRead', { ago })}
      </span>
    </Fact>
  );
}

/** How often each listing's bookings are asked for by themselves, and how late that was. */
function Polling({ state: { polling }, isAsked }: { state: ConnectionState; isAsked: boolean }) {
  const t = useTranslations('avito.card');
  const link = useTranslations('avito.fact');
  if (!polling) return null;
  if (!isAsked) return <Fact label={t('polled')}>{link('not')}</Fact>;
  const { listings, everySeconds, lateP95Ms, lastAt } = polling;
  return (
    <Fact
      label={t('polled')}
      note={lastAt ? t('late', { listings, ms: lateP95Ms }) : t('noLate', { listings })}
      title={t('lateMeans')}
    >
      {t('every', { seconds: everySeconds })}
    </Fact>
  );
}

/** How long our access lasts, and whether a person has to think of it. */
function Access({ state, phase, nowMs }: { state: ConnectionState; phase: Phase; nowMs: number }) {
  const t = useTranslations('connections.fact');
  const locale = useLocale();
  const ends = state.tokenExpiresAt;
  const day = ends ? sayNight(locale, ends.slice(0, 10)) : '';
  if (phase === 'expired') return <Fact label={t('access')}>{t('over')}</Fact>;
  if (state.renewsItself) {
    return (
      <Fact label={t('access')} {...(ends ? { title: t('until', { day }) } : {})}>
        {t('renews')}
      </Fact>
    );
  }
  const isOver = ends !== null && Date.parse(ends) <= nowMs;
  return (
    <Fact label={t('access')}>
      {ends === null ? '—' : isOver ? t('ended', { day }) : t('until', { day })}
    </Fact>
  );
}

function Fact({
  label,
  note,
  title,
  children,
}: {
  label: string;
  note?: string | null;
  title?: string;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0" title={title}>
      <dt className="text-ink-2 text-sm">{label}</dt>
      <dd className="break-words">
        {children}
        {note ? <span className="block text-ink-2 text-sm">{note}</span> : null}
      </dd>
    </div>
  );
}
