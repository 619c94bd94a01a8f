import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { z } from 'zod';
import { DeliveriesList } from '#components/deliveries/deliveries-list.tsx';
import { Forbidden } from '#components/frame/forbidden.tsx';
import { PageBody } from '#components/frame/page.tsx';
import { ChannelsHead } from '#components/records/channels-head.tsx';
import { FilterBar, FilterChoice } from '#components/records/filters.tsx';
import { FreshWhile } from '#components/records/fresh-while.tsx';
import { Pager } from '#components/records/pager.tsx';
import { accountsOf } from '#components/records/run-subjects.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { CHANNEL_NAMES } from '#lib/domain/connections/labels.ts';
import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { listDeliveries } from '#lib/domain/deliveries/queries.ts';
import { type Delivery, DeliveryFilter, DeliveryId } from '#lib/domain/deliveries/schemas.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = DeliveryFilter.extend({ cursor: DeliveryId.optional() });
const PATH = '/channels/deliveries';
/** A call that is older and has no answer gets none any more. */
const LONGEST_CALL_SECONDS = 120;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('records.channels'))('deliveries') };
}

export default async function DeliveriesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('deliveries'),
    searchParams,
  ]);
  if (!can(role, 'run.read')) return <Forbidden />;
  const asked: z.output<typeof Filter> = readSearch(Filter, search).value ?? {};
  const [deliveries, connections] = await Promise.all([
    listDeliveries(ctx, { ...asked, limit: 50 }),
    listConnectionStates(ctx),
  ]);
  const accounts = accountsOf(connections.items);
  const isFiltered = Object.values(asked).some(Boolean);
  const now = ctx.clock.now();
  const isGoing = ({ outcome, startedAt }: Delivery) =>
    outcome === null && now.since(startedAt).total('seconds') < LONGEST_CALL_SECONDS;
  return (
    <>
      <ChannelsHead here="deliveries" />
      <PageBody className="gap-4">
        {deliveries.items.length === 0 && !isFiltered ? null : (
          <FilterBar names={['connection', 'kind', 'outcome', 'run']}>
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
              name="kind"
              label={t('what')}
              all={t('everyKind')}
              options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            />
            <FilterChoice
              name="outcome"
              label={t('answer')}
              all={t('everyOutcome')}
              options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
            />
          </FilterBar>
        )}
        {deliveries.items.length > 0 ? (
          <DeliveriesList deliveries={deliveries.items} />
        ) : (
          <EmptyState
            title={t(isFiltered ? 'noneSuch' : 'emptyTitle')}
            action={
              <Button asChild>
                <Link href={isFiltered ? PATH : '/channels'}>
                  {t(isFiltered ? 'showAll' : 'emptyAction')}
                </Link>
              </Button>
            }
          >
            {isFiltered ? undefined : t('emptyMeans')}
          </EmptyState>
        )}
        <Pager path={PATH} search={asked} nextCursor={deliveries.nextCursor} />
        <FreshWhile active={deliveries.items.some(isGoing)} />
      </PageBody>
    </>
  );
}

const KINDS = DeliveryFilter.shape.kind.unwrap().options;
const OUTCOMES = DeliveryFilter.shape.outcome.unwrap().options;
