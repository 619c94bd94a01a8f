'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { MenuItem, MenuLine } from '#components/ui/menu-parts.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { syncCalendar, updateCalendar } from './calendar-actions.ts';
import { CalendarReason } from './calendar-reason.tsx';
import { healthOf } from './health.ts';
import { HealthState } from './health-state.tsx';
import { sayInterval } from './interval.ts';
import { platformName } from './platforms.ts';

const RemoveDialog = dynamic(() => import('./remove-dialog.tsx').then((module) => module.RemoveDialog));
const EditDialog = dynamic(() => import('./edit-dialog.tsx').then((module) => module.EditDialog));

export type Rights = { configure: boolean; sync: boolean };

/** One calendar: what it is, how it stands and why, and what can be done about it. */
export function CalendarRow({
  calendar,
  now,
  rights,
  where,
}: {
  calendar: ExternalCalendar;
  now: string;
  rights: Rights;
  /** Which unit it closes, where several stand in one list. */
  where?: string | undefined;
}) {
  const t = useTranslations('calendars');
  const sync = useAction(syncCalendar);
  const update = useAction(updateCalendar);
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const health = healthOf(calendar, Date.parse(now));

  async function syncNow() {
    const done = await sync.run(calendar);
    if (!done) return;
    const run = done.value;
    // A failed sync is told in the row, where its reason stays; a toast would be gone too soon.
    if (run.status === 'error') return;
    toast(t('synced', { name: calendar.name, changes: run.created + run.updated + run.cancelled }));
  }

  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-b-0">
      <span
        aria-hidden
        style={{ backgroundColor: calendar.color }}
        className="mt-1 h-8 w-1 shrink-0 rounded-full"
      />
      <div className="min-w-40 flex-[2_1_14rem]">
        <p className="truncate font-medium" title={calendar.name}>
          {calendar.name}
        </p>
        <p className="truncate text-ink-2 text-sm" title={calendar.description ?? calendar.host}>
          {where ? `${where} · ` : ''}
          {subtitleOf(calendar)}
          {calendar.description ? ` · ${calendar.description}` : ''}
        </p>
      </div>
      <div className="min-w-48 flex-[3_1_16rem]">
        <HealthState health={health} />
        <CalendarReason calendar={calendar} health={health} />
      </div>
      <div className="tnum min-w-36 flex-[1_1_9rem] text-sm">
        <p>
          {calendar.lastSyncAt ? <Ago at={calendar.lastSyncAt} now={now} /> : '—'}
          <span className="text-ink-2"> · {t('events', { count: calendar.events })}</span>
        </p>
        <p className="text-ink-2">{sayInterval(t, calendar.intervalMinutes)}</p>
      </div>
      <div className="ml-auto flex items-center gap-1">
        {rights.sync ? (
          <Button size="sm" onClick={syncNow} pending={sync.pending} disabled={!calendar.isActive}>
            {sync.pending ? null : <Icon name="refresh-cw" />}
            {t('syncNow')}
          </Button>
        ) : null}
        <Menu
          trigger={
            <Button kind="quiet" size="iconSm" aria-label={t('actions', { name: calendar.name })}>
              <Icon name="ellipsis" />
            </Button>
          }
        >
          <MenuItem asChild>
            <Link href={`/channels/history?calendar=${calendar.id}`}>
              <Icon name="rotate-ccw-clock" />
              {t('history')}
            </Link>
          </MenuItem>
          {rights.configure ? (
            <>
              <MenuItem onSelect={() => void update.run(calendar, { isActive: !calendar.isActive })}>
                {calendar.isActive ? <Icon name="pause" /> : <Icon name="play" />}
                {calendar.isActive ? t('pause') : t('resume')}
              </MenuItem>
              <MenuItem onSelect={() => setOpen('edit')}>
                <Icon name="pencil" />
                {t('edit')}
              </MenuItem>
              <MenuLine />
              <MenuItem danger onSelect={() => setOpen('remove')}>
                <Icon name="unlink" />
                {t('remove')}
              </MenuItem>
            </>
          ) : null}
        </Menu>
      </div>
      <ProblemNotice problem={sync.problem ?? update.problem} className="basis-full" />
      {open === 'edit' ? (
        <EditDialog calendar={calendar} onClose={() => setOpen(null)} />
      ) : open === 'remove' ? (
        <RemoveDialog calendar={calendar} onClose={() => setOpen(null)} />
      ) : null}
    </li>
  );
}

/** The platform, or its host where the name says the platform already. */
function subtitleOf(calendar: ExternalCalendar): string {
  const platform = platformName(calendar.platform, calendar.host);
  return calendar.name.toLowerCase().includes(platform.toLowerCase()) ? calendar.host : platform;
}
