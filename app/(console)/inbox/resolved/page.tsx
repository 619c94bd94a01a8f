import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { ConflictCard } from '#components/conflicts/card.tsx';
import { PageBody } from '#components/frame/page.tsx';
import { InboxHead } from '#components/records/inbox-head.tsx';
import { Pager } from '#components/records/pager.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { countInbox } from '#lib/domain/calendars/attention.ts';
import { listConflicts } from '#lib/domain/conflicts/queries.ts';
import { ConflictId } from '#lib/domain/conflicts/schemas.ts';
import { listTroubledConnections } from '#lib/domain/connections/attention.ts';
import { countWaiting } from '#lib/domain/intake/count-waiting.ts';
import { countFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = z.object({ cursor: ConflictId.optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('records.inbox'))('resolved') };
}

export default async function ResolvedPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.inbox'),
    searchParams,
  ]);
  const asked = readSearch(Filter, search).value ?? {};
  const [conflicts, decisions, waiting, accounts, found] = await Promise.all([
    listConflicts(ctx, { status: 'resolved', limit: 20, cursor: asked.cursor }),
    countInbox(ctx),
    countWaiting(ctx),
    listTroubledConnections(ctx),
    countFoundClosures(ctx),
  ]);
  return (
    <>
      <InboxHead here="resolved" count={decisions + waiting + accounts.length + found} />
      <PageBody className="gap-4">
        {conflicts.items.length === 0 ? (
          <EmptyState
            title={t('noneResolved')}
            action={
              <Button asChild>
                <Link href="/inbox">{t('toOpen')}</Link>
              </Button>
            }
          >
            {t('noneResolvedMeans')}
          </EmptyState>
        ) : (
          conflicts.items.map((conflict) => (
            <ConflictCard key={conflict.id} conflict={conflict} mayResolve={false} />
          ))
        )}
        <Pager path="/inbox/resolved" search={asked} nextCursor={conflicts.nextCursor} />
      </PageBody>
    </>
  );
}
