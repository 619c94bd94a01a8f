'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { syncCalendar } from '#components/calendars/calendar-actions.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { NeedRow } from './need-row.tsx';

const MendDialog = dynamic(() => import('./mend-dialog.tsx').then((module) => module.MendDialog));

export type CalendarRights = { sync: boolean; configure: boolean };

/** A calendar that does not answer: why, what a guest's night has to fear, and what mends it. */
export function NeedCalendar({
  calendar,
  trouble,
  place,
  now,
  rights,
}: {
  calendar: ExternalCalendar;
  trouble: 'failing' | 'stale';
  place: string;
  now: string;
  rights: CalendarRights;
}) {
  const t = useTranslations('home.calendar');
  const words = useTranslations('calendars');
  const reasons = useTranslations('reason');
  const sync = useAction(syncCalendar);
  const [mending, setMending] = useState(false);
  const code = calendar.lastSyncErrorCode ?? '';
  const since = calendar.lastSuccessAt;

  async function syncNow() {
    const done = await sync.run(calendar);
    if (!done || done.value.status === 'error') return; // the row stays, with its reason read anew
    const { created, updated, cancelled } = done.value;
    toast(words('synced', { name: calendar.name, changes: created + updated + cancelled }));
  }

  return (
    <NeedRow
      kind={trouble === 'failing' ? 'bad' : 'needs_you'}
      state={t(`${trouble}.state`)}
      title={t(`${trouble}.title`, { name: calendar.name, place })}
      action={
        rights.sync || rights.configure ? (
          <>
            {rights.sync ? (
              <Button size="sm" onClick={syncNow} pending={sync.pending}>
                {sync.pending ? null : <Icon name="refresh-cw" />}
                {words('syncNow')}
              </Button>
            ) : null}
            {rights.configure ? (
              <Button size="sm" onClick={() => setMending(true)}>
                <Icon name="link-2" />
                {t('mend')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      {trouble === 'failing' ? (
        <p title={calendar.lastSyncError ?? undefined}>
          {reasons.has(code) ? reasons(code) : calendar.lastSyncError}
          {calendar.consecutiveFailures > 1
            ? ` ${words('failures', { count: calendar.consecutiveFailures })}.`
            : null}
        </p>
      ) : null}
      <p>
        {since ? t.rich('since', { place, ago: () => <Ago at={since} now={now} /> }) : t('never', { place })}
      </p>
      <ProblemNotice problem={sync.problem} className="mt-2" />
      {mending ? <MendDialog calendar={calendar} onClose={() => setMending(false)} /> : null}
    </NeedRow>
  );
}
