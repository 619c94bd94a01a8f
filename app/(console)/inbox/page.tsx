import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ConflictCard } from '#components/conflicts/card.tsx';
import { NeedConnection } from '#components/connections/need-connection.tsx';
import { Ago } from '#components/format/ago.tsx';
import { PageBody, Section } from '#components/frame/page.tsx';
import { FollowedRow } from '#components/records/followed-row.tsx';
import { FoundClosures } from '#components/records/found-closures.tsx';
import { InboxHead } from '#components/records/inbox-head.tsx';
import { Pager } from '#components/records/pager.tsx';
import { WaitingList } from '#components/records/waiting-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { calendarAttention, countInbox } from '#lib/domain/calendars/attention.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { listConflicts } from '#lib/domain/conflicts/queries.ts';
import { ConflictId } from '#lib/domain/conflicts/schemas.ts';
import { listTroubledConnections } from '#lib/domain/connections/attention.ts';
import { accountsAsked } from '#lib/domain/connections/last-asked.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { getCalendarSubject } from '#lib/domain/properties/queries.ts';
import { CalendarSubjectId } from '#lib/domain/properties/schemas.ts';
import { countFoundClosures, listFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { found } from '#lib/web/page-found.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = z.object({ cursor: ConflictId.optional(), unit: CalendarSubjectId.optional() });
/** More than anybody decides at once. */
const SHOWN_FOUND = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('inbox') };
}

export default async function InboxPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const asked = readSearch(Filter, search).value ?? {};
  return asked.unit ? <OfUnit unit={asked.unit} cursor={asked.cursor} /> : <Everything search={search} />;
}

/** What needs a person of one unit, or of one property: whoever comes from its nights. */
async function OfUnit({ unit, cursor }: { unit: string; cursor: string | undefined }) {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('clash.ofUnit')]);
  const subject = await found(getCalendarSubject(ctx, unit));
  const [conflicts, closures] = await Promise.all([
    listConflicts(ctx, { status: 'open', limit: 20, unit, cursor }),
    subject.unit
      ? listFoundClosures(ctx, { status: 'open', limit: SHOWN_FOUND, unit: subject.unit.id })
      : null,
  ]);
  const name = subject.unit?.name ?? subject.property.name;
  const items = closures?.items ?? [];
  const count = conflicts.items.length + items.length;
  const mayResolve = can(role, 'conflict.resolve');
  return (
    <>
      <InboxHead here="open" count={count} />
      <PageBody>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            {count > 0 ? t('count', { count, unit: name }) : t('none', { unit: name })}
          </span>
          <Link
            href="/inbox"
            className="text-accent-text underline decoration-line-strong underline-offset-4"
          >
            {t('all')}
          </Link>
        </p>
        {conflicts.items.length > 0 ? (
          <div className="flex flex-col gap-4">
            {conflicts.items.map((conflict) => (
              <ConflictCard key={conflict.id} conflict={conflict} mayResolve={mayResolve} />
            ))}
            <Pager path="/inbox" search={{ unit }} nextCursor={conflicts.nextCursor} />
          </div>
        ) : null}
        {items.length > 0 ? (
          <FoundClosures
            items={items}
            count={items.length}
            mayResolve={mayResolve}
            now={ctx.clock.now().toString()}
          />
        ) : null}
      </PageBody>
    </>
  );
}

async function Everything({ search }: { search: Search }) {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('records.inbox')]);
  const { cursor } = readSearch(Filter, search).value ?? {};
  const [waiting, accounts, asked, conflicts, calendars, decisions, closures, foundCount] = await Promise.all(
    [
      listWaiting(ctx, { limit: 999 }),
      listTroubledConnections(ctx),
      accountsAsked(ctx),
      listConflicts(ctx, { status: 'open', limit: 20, cursor }),
      listAllCalendars(ctx),
      countInbox(ctx),
      listFoundClosures(ctx, { status: 'open', limit: SHOWN_FOUND }),
      countFoundClosures(ctx),
    ],
  );
  const at = ctx.clock.now();
  const now = at.toString();
  const isCalm = conflicts.items.length + waiting.items.length + accounts.length + foundCount === 0;
  const troubled = calendars.items.filter((one) => calendarAttention(one, at.epochMilliseconds) !== null);
  const checkedAt = [...calendars.items.map((one) => one.lastSyncAt), asked.lastAt]
    .flatMap((at) => at ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const isFollowed = calendars.items.length + asked.count > 0;
  return (
    <>
      <InboxHead here="open" count={decisions + waiting.items.length + accounts.length + foundCount} />
      <PageBody>
        {isCalm && troubled.length === 0 ? (
          <EmptyState
            title={t('emptyTitle')}
            action={
              <Button asChild>
                <Link href="/channels">{t('emptyAction')}</Link>
              </Button>
            }
          >
            {checkedAt
              ? t.rich('emptyChecked', { ago: () => <Ago at={checkedAt} now={now} /> })
              : t(isFollowed ? 'emptyFirst' : 'emptyNothing')}
          </EmptyState>
        ) : null}
        {waiting.items.length > 0 ? (
          <WaitingList
            items={waiting.items}
            hasMore={waiting.nextCursor !== null}
            rights={{ settle: can(role, 'reservation.write'), map: can(role, 'connection.configure') }}
          />
        ) : null}
        {conflicts.items.length > 0 ? (
          <div className="flex flex-col gap-4">
            {conflicts.items.map((conflict) => (
              <ConflictCard
                key={conflict.id}
                conflict={conflict}
                mayResolve={can(role, 'conflict.resolve')}
              />
            ))}
            <Pager path="/inbox" search={{ cursor }} nextCursor={conflicts.nextCursor} />
          </div>
        ) : null}
        {closures.items.length > 0 ? (
          <FoundClosures
            items={closures.items}
            count={foundCount}
            mayResolve={can(role, 'conflict.resolve')}
            now={now}
          />
        ) : null}
        {accounts.length > 0 ? (
          <Section title={t('accounts')} lead={t('calendarsLead')}>
            <ul className="rounded-lg border border-line bg-panel">
              {accounts.map((account) => (
                <NeedConnection key={account.id} account={account} now={now} />
              ))}
            </ul>
          </Section>
        ) : null}
        {troubled.length > 0 ? (
          <Section title={t('calendars')} lead={t('calendarsLead')}>
            <ul className="rounded-lg border border-line bg-panel">
              {troubled.map((calendar) => (
                <FollowedRow
                  key={calendar.id}
                  calendar={calendar}
                  now={now}
                  maySync={can(role, 'calendar.sync')}
                />
              ))}
            </ul>
          </Section>
        ) : null}
      </PageBody>
    </>
  );
}
