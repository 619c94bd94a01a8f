import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { PageBody } from '#components/frame/page.tsx';
import { ChannelsHead } from '#components/records/channels-head.tsx';
import { FilterBar, FilterChoice, FilterText } from '#components/records/filters.tsx';
import { FreshWhile } from '#components/records/fresh-while.tsx';
import { Pager } from '#components/records/pager.tsx';
import { accountsOf, subjectsOf } from '#components/records/run-subjects.ts';
import { RunsList } from '#components/records/runs-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { CalendarId } from '#lib/domain/calendars/schemas.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { ConnectionId } from '#lib/domain/connections/schemas.ts';
import { readProperties } from '#lib/domain/properties/read-properties.ts';
import { listRuns } from '#lib/domain/runs/queries.ts';
import { RunId, RunStatus, RunTrigger } from '#lib/domain/runs/schemas.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = z.object({
  calendar: CalendarId.optional(),
  connection: ConnectionId.optional(),
  status: RunStatus.optional(),
  trigger: RunTrigger.optional(),
  q: z.string().trim().min(1).max(100).optional(),
  cursor: RunId.optional(),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('records.channels'))('history') };
}

export default async function HistoryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.runs'),
    searchParams,
  ]);
  const asked = readSearch(Filter, search).value ?? {};
  const [runs, calendars, properties, connections] = await Promise.all([
    listRuns(ctx, {
      calendarId: asked.calendar,
      connectionId: asked.connection,
      status: asked.status,
      trigger: asked.trigger,
      q: asked.q,
      cursor: asked.cursor,
      limit: 50,
    }),
    listAllCalendars(ctx),
    readProperties(ctx),
    listConnectionStates(ctx),
  ]);
  const accounts = accountsOf(connections.items);
  const isFiltered = Object.values(asked).some(Boolean);
  const subjects = subjectsOf(
    runs.items,
    { calendars: calendars.items, properties, accounts },
    { all: t('all') },
  );
  return (
    <>
      <ChannelsHead here="history" />
      <PageBody className="gap-4">
        {runs.items.length === 0 && !isFiltered ? null : (
          <FilterBar
            names={['q', 'calendar', 'connection', 'status', 'trigger']}
            more={
              <>
                <FilterChoice
                  name="calendar"
                  label={t('calendar')}
                  all={t('everyCalendar')}
                  options={calendars.items.map((calendar) => ({
                    value: calendar.id,
                    label: `${calendar.name} · ${calendar.unitName ?? calendar.propertyName}`,
                  }))}
                />
                {accounts.length > 0 ? (
                  <FilterChoice
                    name="connection"
                    label={t('account')}
                    all={t('everyAccount')}
                    options={accounts.map(({ id, name, provider }) => ({
                      value: id,
                      label: `${name} · ${CHANNEL_NAMES[provider]}`,
                    }))}
                  />
                ) : null}
                <FilterChoice
                  name="status"
                  label={t('outcome')}
                  all={t('everyOutcome')}
                  options={RunStatus.options.map((value) => ({ value, label: t(`status.${value}`) }))}
                />
                <FilterChoice
                  name="trigger"
                  label={t('triggerLabel')}
                  all={t('everyTrigger')}
                  options={RunTrigger.options.map((value) => ({ value, label: t(`trigger.${value}`) }))}
                />
              </>
            }
          >
            <FilterText name="q" label={t('search')} />
          </FilterBar>
        )}
        {runs.items.length > 0 ? (
          <RunsList runs={runs.items} subjects={subjects} />
        ) : (
          <EmptyState
            title={t(isFiltered ? 'noneSuch' : 'emptyTitle')}
            action={
              <Button asChild>
                <Link href={isFiltered ? '/channels/history' : '/channels'}>
                  {t(isFiltered ? 'showAll' : 'emptyAction')}
                </Link>
              </Button>
            }
          >
            {isFiltered ? undefined : t('emptyMeans')}
          </EmptyState>
        )}
        <Pager path="/channels/history" search={asked} nextCursor={runs.nextCursor} />
        <FreshWhile active={runs.items.some((run) => run.status === 'running')} />
      </PageBody>
    </>
  );
}
