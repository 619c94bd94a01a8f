'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { syncCalendar } from '#components/calendars/calendar-actions.ts';
import { CalendarReason } from '#components/calendars/calendar-reason.tsx';
import { healthOf } from '#components/calendars/health.ts';
import { HealthState } from '#components/calendars/health-state.tsx';
import { sayInterval } from '#components/calendars/interval.ts';
import { platformName } from '#components/calendars/platforms.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';

export type Followed = ExternalCalendar & { propertyName: string; unitName: string | null };

export const FOLLOWED_COLUMNS =
  'lg:grid lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_minmax(7.5rem,2fr)_minmax(7.5rem,2fr)_auto] lg:gap-x-5';

/** One calendar in the status view: a row of five columns, a short text on phones. */
export function FollowedRow({
  calendar,
  now,
  maySync,
}: {
  calendar: Followed;
  now: string;
  maySync: boolean;
}) {
  const t = useTranslations('records.followed');
  const calendars = useTranslations('calendars');
  const sync = useAction(syncCalendar);
  const health = healthOf(calendar, Date.parse(now));
  const place = calendar.unitId ? `/units/${calendar.unitId}` : `/properties/${calendar.propertyId}`;

  async function syncNow() {
    const done = await sync.run(calendar);
    if (!done || done.value.status === 'error') return; // a failure is told in the row, where it stays
    const { created, updated, cancelled } = done.value;
    toast(calendars('synced', { name: calendar.name, changes: created + updated + cancelled }));
  }

  return (
    <li
      className={`flex flex-wrap items-start gap-x-3 gap-y-1.5 border-line border-b px-4 py-2.5 last:border-b-0 ${FOLLOWED_COLUMNS}`}
    >
      <div className="order-1 flex min-w-0 flex-1 items-start gap-3 lg:order-none">
        <span
          aria-hidden
          style={{ backgroundColor: calendar.color }}
          className="mt-0.5 h-8 w-1 shrink-0 rounded-full"
        />
        <div className="min-w-0">
          <Link
            href={place}
            className="block break-words font-medium hover:underline"
            title={`${calendar.name} · ${calendar.host}`}
          >
            {calendar.name}
          </Link>
          <p className="break-words text-ink-2 text-sm" title={calendar.host}>
            {whereOf(calendar, t('wholeProperty'))}
          </p>
        </div>
      </div>
      <div className="order-3 w-full min-w-0 pl-4 lg:order-none lg:w-auto lg:pl-0">
        <HealthState health={health} />
        <CalendarReason calendar={calendar} health={health} />
      </div>
      <div className="tnum order-4 flex w-full flex-wrap gap-x-2.5 pl-4 text-sm lg:order-none lg:block lg:w-auto lg:pl-0">
        <span className="text-ink-2 lg:hidden">{t('last')}</span>
        {calendar.lastSyncAt ? <Ago at={calendar.lastSyncAt} now={now} /> : <span>{t('notYet')}</span>}
        {calendar.lastSuccessAt ? (
          <p className="text-ink-2">{calendars('events', { count: calendar.events })}</p>
        ) : null}
      </div>
      <div className="tnum order-5 flex w-full flex-wrap gap-x-2.5 pl-4 text-sm lg:order-none lg:block lg:w-auto lg:pl-0">
        <span className="text-ink-2 lg:hidden">{t('next')}</span>
        {calendar.nextSyncAt ? <Next at={calendar.nextSyncAt} now={now} /> : <span>—</span>}
        <p className="text-ink-2">{sayInterval(calendars, calendar.intervalMinutes)}</p>
      </div>
      <div className="order-2 -mr-1 flex items-center justify-end gap-1 lg:order-none lg:mr-0 lg:w-44">
        {maySync ? (
          <Button
            size="sm"
            onClick={syncNow}
            pending={sync.pending}
            disabled={!calendar.isActive}
            aria-label={t('syncNow', { name: calendar.name })}
          >
            {sync.pending ? null : <Icon name="refresh-cw" />}
            <span className="max-sm:sr-only">{calendars('syncNow')}</span>
          </Button>
        ) : null}
        <Button asChild kind="quiet" size="iconSm">
          <Link
            href={`/channels/history?calendar=${calendar.id}`}
            aria-label={t('historyOf', { name: calendar.name })}
            title={calendars('history')}
          >
            <Icon name="rotate-ccw-clock" />
          </Link>
        </Button>
      </div>
      <ProblemNotice problem={sync.problem} className="order-6 basis-full lg:col-span-5" />
    </li>
  );
}

/** A moment that has come is not "5 minutes ago": it waits for its turn. */
function Next({ at, now }: { at: string; now: string }) {
  const t = useTranslations('records.followed');
  return Date.parse(at) <= Date.parse(now) ? <span>{t('due')}</span> : <Ago at={at} now={now} />;
}

function whereOf(calendar: Followed, whole: string): string {
  const { propertyName, unitName } = calendar;
  const platform = platformName(calendar.platform, calendar.host);
  const isNamed = calendar.name.toLowerCase().includes(platform.toLowerCase());
  const place =
    calendar.unitId === null
      ? `${propertyName} (${whole})`
      : unitName && unitName !== propertyName
        ? `${propertyName}, ${unitName}`
        : propertyName;
  return isNamed ? place : `${place} · ${platform}`;
}
