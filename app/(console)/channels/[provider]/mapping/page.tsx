import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { PageHead } from '#components/frame/page.tsx';
import { ChooseAccount } from '#components/mapping/choose-account.tsx';
import { MappingWizard } from '#components/mapping/mapping-wizard.tsx';
import { FreshWhile } from '#components/records/fresh-while.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { getChannel } from '#lib/domain/connections/queries.ts';
import { ConnectionId, type ProviderName, ProviderParam } from '#lib/domain/connections/schemas.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listListings } from '#lib/domain/mappings/list-listings.ts';
import { type Listing, ListingId, type UnitRef } from '#lib/domain/mappings/schemas.ts';
import { readProperties } from '#lib/domain/properties/read-properties.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const PAGE = 200;
const Query = z.object({ connection: ConnectionId.optional(), listing: ListingId.optional() });
type Props = { params: Promise<{ provider: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mapping'))('tab') };
}

export default async function MappingPage({ params, searchParams }: Props) {
  const [{ ctx, role }, t, asked, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('mapping'),
    params,
    searchParams,
  ]);
  const provider = ProviderParam.safeParse(asked.provider);
  if (!provider.success) notFound();
  const query = readSearch(Query, search).value ?? {};
  const channel = await getChannel(ctx, provider.data);
  const accounts = channel.connections.filter(({ id }) => id !== null);
  const only = accounts.length === 1 ? accounts[0] : undefined;
  const account = query.connection ? accounts.find(({ id }) => id === query.connection) : only;
  if (!account?.id && (query.connection || accounts.length === 0)) notFound();
  const back = (
    <Link href="/channels" className="hover:underline">
      {t('back')}
    </Link>
  );
  if (!account?.id) {
    return (
      <>
        <PageHead above={back} title={t('title', { channel: channel.name })} />
        <ChooseAccount accounts={accounts} />
      </>
    );
  }
  const [listings, units] = await Promise.all([allListings(ctx, provider.data, account.id), allUnits(ctx)]);
  return (
    <>
      <FreshWhile active={account.lastSuccessAt === null && account.status === 'connected'} />
      <MappingWizard
        account={{ provider: provider.data, connectionId: account.id }}
        accountName={account.account?.name ?? channel.name}
        accountMarkupBp={channel.does.includes('push') ? account.markupBp : null}
        channel={channel.name}
        back={back}
        listings={listings}
        units={units}
        mayMap={can(role, 'connection.configure') && account.status !== 'disconnected'}
        shownFirst={query.listing ?? null}
      />
    </>
  );
}

async function allListings(ctx: Ctx, provider: ProviderName, connection: string): Promise<Listing[]> {
  const all: Listing[] = [];
  let cursor: string | undefined;
  do {
    const page = await listListings(ctx, provider, { connection, limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return all;
}

async function allUnits(ctx: Ctx): Promise<UnitRef[]> {
  const properties = await readProperties(ctx);
  return properties.flatMap((property) =>
    property.units.map(({ id, name }) => ({
      id,
      name,
      propertyId: property.id,
      propertyName: property.name,
    })),
  );
}
