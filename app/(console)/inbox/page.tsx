import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { NeedConnection } from '#components/connections/need-connection.tsx';
import { Ago } from '#components/format/ago.tsx';
import { PageBody, Section } from '#components/frame/page.tsx';
import { ConflictCard } from '#components/records/conflict-card.tsx';
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
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { countFoundClosures, listFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = z.object({ cursor: ConflictId.optional() });
/** More than anybody decides at once. */
const SHOWN_FOUND = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('inbox') };
}

export default async function InboxPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.inbox'),
    searchParams,
  ]);
  const asked = readSearch(Filter, search).value ?? {};
  const [waiting, accounts, conflicts, calendars, decisions, found, foundCount] = await Promise.all([
    listWaiting(ctx, { limit: 999 }),
    listTroubledConnections(ctx),
    listConflicts(ctx, { status: 'open', limit: 20, cursor: asked.cursor }),
    listAllCalendars(ctx),
    countInbox(ctx),
    listFoundClosures(ctx, { status: 'open', limit: SHOWN_FOUND }),
    countFoundClosures(ctx),
  ]);
  const at = ctx.clock.now();
  const now = at.toString();
  const isCalm = conflicts.items.length + waiting.items.length + accounts.length + foundCount === 0;
  const troubled = calendars.items.filter((one) => calendarAttention(one, at.epochMilliseconds) !== null);
  const checkedAt = calendars.items
    .flatMap((one) => (one.lastSyncAt ? [one.lastSyncAt] : []))
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
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
              : t('emptyNothing')}
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
            <Pager path="/inbox" search={asked} nextCursor={conflicts.nextCursor} />
          </div>
        ) : null}
        {found.items.length > 0 ? (
          <FoundClosures
            items={found.items}
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
