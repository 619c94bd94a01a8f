import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { PageBody, PageHead, Section } from '#components/frame/page.tsx';
import { JournalList } from '#components/journal/journal-list.tsx';
import { LINK } from '#components/journal/sentence.tsx';
import { FreshWhile } from '#components/records/fresh-while.tsx';
import { RunFacts } from '#components/records/run-facts.tsx';
import { accountsOf, subjectsOf } from '#components/records/run-subjects.ts';
import { RunsList } from '#components/records/runs-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { listJournal } from '#lib/domain/journal/queries.ts';
import { readProperties } from '#lib/domain/properties/read-properties.ts';
import { getRun, listRuns } from '#lib/domain/runs/queries.ts';
import type { RunStatus } from '#lib/domain/runs/schemas.ts';
import { found } from '#lib/web/page-found.ts';

const SHOWN = 100;

const WITHOUT_CHANGES = {
  running: 'changesWait',
  success: 'changesNone',
  partial: 'changesNone',
  error: 'changesUnread',
} as const satisfies Record<RunStatus, string>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('records.runs'))('one') };
}

export default async function RunPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ ctx, role }, t, reasons, { id }] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.runs'),
    getTranslations('reason'),
    params,
  ]);
  const run = await found(getRun(ctx, id));
  const mayRead = can(role, 'journal.read');
  const isMany = run.kind === 'calendars';
  const [calendars, connections, properties, parts, journal] = await Promise.all([
    listAllCalendars(ctx),
    listConnectionStates(ctx),
    readProperties(ctx),
    isMany ? listRuns(ctx, { parentId: run.id, limit: 200 }) : null,
    mayRead && !isMany ? listJournal(ctx, { run: run.id, limit: SHOWN }) : null,
  ]);
  const known = {
    calendars: calendars.items,
    properties,
    accounts: accountsOf(connections.items),
  };
  const words = { all: t('all') };
  const subject = subjectsOf([run], known, words)[run.id];
  const changes = run.created + run.updated + run.cancelled;
  const unitNames = Object.fromEntries(
    properties.flatMap((property) => property.units.map((unit) => [unit.id, unit.name])),
  );
  return (
    <>
      <PageHead
        above={
          <Link href="/channels/history" className="hover:underline">
            {t('backToHistory')}
          </Link>
        }
        title={subject?.name ?? t('removed')}
        lead={subject?.place ?? undefined}
      />
      <PageBody>
        {run.errors.length > 0 ? (
          <div className="flex max-w-3xl flex-col gap-2">
            {run.errors.map((error, at) => (
              <Notice
                // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and none moves
                key={at}
                kind={run.status === 'error' ? 'bad' : 'warn'}
                title={reasons.has(error.code) ? reasons(error.code) : error.message}
              >
                {reasons.has(error.code) ? <span lang="en">{error.message}</span> : null}
              </Notice>
            ))}
          </div>
        ) : null}
        <RunFacts run={run} />
        {run.calendarId || run.connectionId ? (
          <p>
            <Link href={`/channels/messages?source=${run.calendarId ?? run.connectionId}`} className={LINK}>
              {t('seeCame')}
            </Link>
          </p>
        ) : null}
        {parts ? (
          <Section title={t('parts')}>
            {parts.items.length > 0 ? (
              <RunsList runs={parts.items} subjects={subjectsOf(parts.items, known, words)} />
            ) : (
              <p className="text-ink-2">{t(run.status === 'running' ? 'partsWait' : 'partsNone')}</p>
            )}
          </Section>
        ) : (
          <Section title={t('whatChanged')}>
            {run.kind === 'push' ? (
              <p className="mb-2">
                <Link
                  href={`/channels/deliveries?run=${run.id}`}
                  className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
                >
                  {t('seeTold')}
                </Link>
              </p>
            ) : null}
            {journal && journal.items.length > 0 ? (
              <JournalList items={journal.items} unitNames={unitNames} linkSubjects linkMessages />
            ) : (
              <p className="text-ink-2">
                {changes > 0 && !mayRead ? t('changesHidden') : t(WITHOUT_CHANGES[run.status])}
              </p>
            )}
            {journal?.nextCursor ? (
              <p className="mt-2 text-ink-2 text-sm">{t('changesCut', { count: SHOWN })}</p>
            ) : null}
          </Section>
        )}
        <FreshWhile active={run.status === 'running'} />
      </PageBody>
    </>
  );
}
