'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Section } from '#components/frame/page.tsx';
import { useFreshWhile } from '#components/frame/use-fresh.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { CalendarRow, type Rights } from './calendar-row.tsx';

const ImportDialog = dynamic(() => import('./import-dialog.tsx').then((module) => module.ImportDialog));

function syncSubject(subjectId: string): Promise<unknown> {
  return call('POST', `/api/calendar/${subjectId}/sync-all`);
}

/** The calendars of a unit or a property, with all that is done to them. */
export function CalendarsPanel({
  subjectId,
  subjectName,
  calendars,
  unitNames,
  now,
  rights,
  startOpen,
  channel,
}: {
  subjectId: string;
  subjectName: string;
  calendars: readonly ExternalCalendar[];
  /** Names of units by id, where the list covers several. */
  unitNames?: Readonly<Record<string, string>>;
  now: string;
  rights: Rights;
  startOpen?: boolean;
  /** Whose link somebody came for. */
  channel?: string | undefined;
}) {
  const t = useTranslations('calendars');
  const [open, setOpen] = useState(startOpen ?? false);
  const [wasOpened, setOpened] = useState(open);
  if (open && !wasOpened) setOpened(true);
  const syncAll = useAction(syncSubject);
  useFreshWhile(
    calendars.some((calendar) => calendar.isActive && calendar.lastSyncStatus === 'pending'),
    1500,
  );

  return (
    <Section
      title={t('title')}
      lead={t('lead')}
      action={
        <>
          {rights.sync && calendars.length > 1 ? (
            <Button
              pending={syncAll.pending}
              onClick={async () => {
                if (await syncAll.run(subjectId)) toast(t('syncAllStarted'));
              }}
            >
              {syncAll.pending ? null : <Icon name="refresh-cw" />}
              {t('syncAll')}
            </Button>
          ) : null}
          {rights.configure && calendars.length > 0 ? (
            <Button onClick={() => setOpen(true)}>
              <Icon name="calendar-plus" />
              {t('import')}
            </Button>
          ) : null}
        </>
      }
    >
      <ProblemNotice problem={syncAll.problem} className="mb-2" />
      {calendars.length === 0 ? (
        <EmptyState
          title={t('emptyTitle')}
          action={
            rights.configure ? (
              <Button kind="primary" onClick={() => setOpen(true)}>
                <Icon name="calendar-plus" />
                {t('import')}
              </Button>
            ) : null
          }
        >
          {t('emptyMeans')}
        </EmptyState>
      ) : (
        <ul className="rounded-lg border border-line bg-panel">
          {calendars.map((calendar) => (
            <CalendarRow
              key={calendar.id}
              calendar={calendar}
              now={now}
              rights={rights}
              where={
                unitNames ? (calendar.unitId ? unitNames[calendar.unitId] : t('wholeProperty')) : undefined
              }
            />
          ))}
        </ul>
      )}
      {wasOpened ? (
        <ImportDialog
          subjectId={subjectId}
          subjectName={subjectName}
          {...(unitNames ? { units: Object.entries(unitNames).map(([id, name]) => ({ id, name })) } : {})}
          open={open}
          onOpenChange={setOpen}
          channel={channel}
        />
      ) : null}
    </Section>
  );
}
