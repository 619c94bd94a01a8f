'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { UnitRef } from '#lib/domain/mappings/schemas.ts';
import { resumeCalendar } from './mapping-actions.ts';

/** Calendars of the same channel that rest since its bookings come directly; each can be let go on again. */
export function PausedCalendars({
  units,
  calendars,
  mayResume,
}: {
  units: readonly UnitRef[];
  calendars: readonly { id: string; name: string }[];
  mayResume: boolean;
}) {
  const t = useTranslations('mapping.paused');
  const [resumed, setResumed] = useState<ReadonlySet<string>>(new Set());
  const { run, pending, problem } = useAction(resumeCalendar);

  async function resume(id: string) {
    if (await run(units, id)) setResumed(new Set([...resumed, id]));
  }

  return (
    <ul className="flex flex-col gap-1 text-sm">
      {calendars.map(({ id, name }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {resumed.has(id) ? (
            <State kind="good">{t('goesOn', { name })}</State>
          ) : (
            <>
              <State kind="paused">{t('rests', { name })}</State>
              {mayResume ? (
                <Button kind="link" size="inline" pending={pending} onClick={() => void resume(id)}>
                  {t('resume')}
                </Button>
              ) : null}
            </>
          )}
        </li>
      ))}
      <ProblemNotice problem={problem} />
    </ul>
  );
}
