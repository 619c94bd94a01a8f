'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type CalendarHealth, HEALTH_STATE, healthOf } from '#components/calendars/health.ts';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { State } from '#components/ui/state.tsx';
import { FOLLOWED_COLUMNS, type Followed, FollowedRow } from './followed-row.tsx';

const ORDER: readonly CalendarHealth[] = ['failing', 'stale', 'doubtful', 'syncing', 'healthy', 'paused'];

/** Every calendar, those that need a person first, with a count per state that filters. */
export function FollowedList({
  calendars,
  now,
  maySync,
  shown,
}: {
  calendars: readonly Followed[];
  now: string;
  maySync: boolean;
  shown: CalendarHealth | null;
}) {
  const t = useTranslations('records.followed');
  const words = useTranslations('health');
  const nowMs = Date.parse(now);
  useFreshWhile(
    calendars.some((calendar) => calendar.isActive && calendar.lastSyncStatus === 'pending'),
    2000,
  );
  const ranked = calendars
    .map((calendar) => ({ calendar, health: healthOf(calendar, nowMs) }))
    .sort((a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health));
  const counts = ORDER.map((health) => ({
    health,
    count: ranked.filter((one) => one.health === health).length,
  })).filter(({ count }) => count > 0);
  const rows = ranked.filter((one) => shown === null || one.health === shown);
  return (
    <div className="flex flex-col gap-3">
      <nav aria-label={t('filter')} className="-ml-2 flex flex-wrap gap-1">
        <Chip href="/channels" here={shown === null}>
          {t('all', { count: calendars.length })}
        </Chip>
        {counts.map(({ health, count }) => (
          <Chip key={health} href={`/channels?state=${health}`} here={shown === health}>
            <State kind={HEALTH_STATE[health]}>
              <span className="tnum">{count}</span> {words(`${health}.word`)}
            </State>
          </Chip>
        ))}
      </nav>
      {rows.length === 0 ? (
        <EmptyState
          title={t('noneSuch')}
          action={
            <Button asChild>
              <Link href="/channels">{t('showAll')}</Link>
            </Button>
          }
        />
      ) : (
        <div className="rounded-lg border border-line bg-panel">
          <div
            aria-hidden
            className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${FOLLOWED_COLUMNS}`}
          >
            <span className="pl-4">{t('calendar')}</span>
            <span>{t('state')}</span>
            <span>{t('last')}</span>
            <span>{t('next')}</span>
            <span className="w-44" />
          </div>
          <ul>
            {rows.map(({ calendar }) => (
              <FollowedRow key={calendar.id} calendar={calendar} now={now} maySync={maySync} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Chip({ href, here, children }: { href: string; here: boolean; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={here ? 'true' : undefined}
      className={cn(
        'inline-flex h-7 items-center rounded-md border border-transparent px-2 text-ink-2 text-sm hover:bg-hover hover:text-ink',
        here && 'border-line-strong bg-panel font-medium text-ink',
      )}
    >
      {children}
    </Link>
  );
}
