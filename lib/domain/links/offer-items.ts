import { and, asc, eq, gte, inArray, isNotNull } from 'drizzle-orm';
import { mappings } from '#db/schema/mappings.ts';
import { properties, units } from '#db/schema/properties.ts';
import { rates } from '#db/schema/push.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ChannelListing, Page } from '#lib/providers/sales-contract.ts';
import { requireCan } from '../access/require.ts';
import { type ConnectionRow, getConnectionRow } from '../connections/find.ts';
import { keyOf } from '../connections/hold.ts';
import { mayList } from '../connections/rules.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { withAccess } from '../connections/with-access.ts';
import type { Ctx } from '../ctx.ts';
import { asking } from './channel-trouble.ts';
import { findFlow, needAccount, pickOf } from './find-flow.ts';
import type { Offer } from './schemas.ts';

/** A host has some dozens; who has more types the id. */
const PAGES_MAX = 10;
const NIGHTS_SHOWN = 3;

/**
 * What there is to choose from once the person has agreed: the account, its listings where we may see them, and what the
 * unit costs, to be shown with the markup. Asks the channel.
 * @throws AppError forbidden, not_found, gone, conflict (not agreed yet, access ended), unavailable
 */
export async function offerItems(ctx: Ctx, provider: ProviderName, flowId: string): Promise<Offer> {
  requireCan(ctx, 'connection.configure');
  pickOf(ctx, provider);
  const flow = await findFlow(ctx, provider, flowId);
  const { connectionId } = needAccount(flow);
  const connection = await getConnectionRow(ctx, connectionId);
  const [told, priced] = await Promise.all([
    asking(() => readItems(ctx, connection)),
    readPrices(ctx, flow.unitId),
  ]);
  const taken = told ? await readTaken(ctx, provider, told) : new Map<string, 'here' | 'elsewhere'>();
  return {
    nextCursor: null,
    // The one that the grant is of: who has several agrees as each.
    accounts: [{ id: connection.accountId, name: connection.accountName, isPrimary: true }],
    items:
      told?.map(({ externalId, name, address, isSold }) => ({
        id: externalId,
        name,
        address,
        isSold,
        taken: taken.get(externalId) ?? null,
      })) ?? null,
    ...priced,
  };
}

/** Null where we were not granted to list them. */
async function readItems(ctx: Ctx, connection: ConnectionRow): Promise<ChannelListing[] | null> {
  const { provider, pick } = pickOf(ctx, connection.provider);
  if (!mayList(pick, connection.scopes)) return null;
  const items: ChannelListing[] = [];
  let at: string | null = null;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const cursor: string | null = at;
    try {
      const page: Page<ChannelListing> = await withAccess(ctx, connection.id, (access) =>
        provider.listings(access, cursor),
      );
      items.push(...page.items);
      at = page.next;
    } catch (error) {
      // The channel did not say what it granted, and says so now.
      if (error instanceof ChannelError && error.kind === 'rejected' && pages === 0) return null;
      throw error;
    }
    if (at === null || at === cursor) break;
  }
  return items;
}

/** Looks into other organizations, and tells nothing of them but that they are there. */
async function readTaken(
  ctx: Ctx,
  provider: ProviderName,
  items: readonly ChannelListing[],
): Promise<Map<string, 'here' | 'elsewhere'>> {
  if (items.length === 0) return new Map();
  const keys = new Map(items.map((one) => [keyOf(provider, one.externalId), one.externalId]));
  const rows = await ctx.db
    .select({ heldItem: mappings.heldItem, orgId: mappings.orgId })
    .from(mappings)
    .where(inArray(mappings.heldItem, [...keys.keys()]));
  return new Map(
    rows.map(({ heldItem, orgId }) => [
      keys.get(heldItem ?? '') ?? '',
      orgId === ctx.org ? 'here' : 'elsewhere',
    ]),
  );
}

async function readPrices(ctx: Ctx, unitId: string): Promise<Pick<Offer, 'nights' | 'currency'>> {
  const [property] = await ctx.db
    .select({ currency: properties.currency, timezone: properties.timezone })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(units.orgId, ctx.org), eq(units.id, unitId)));
  if (!property) throw notFound('unit');
  const { currency, timezone } = property;
  const rows = await ctx.db
    .select({ night: rates.night, priceMinor: rates.priceMinor })
    .from(rates)
    .where(
      and(
        eq(rates.orgId, ctx.org),
        eq(rates.unitId, unitId),
        gte(rates.night, todayIn(timezone, ctx.clock.now())),
        isNotNull(rates.priceMinor),
      ),
    )
    .orderBy(asc(rates.night))
    .limit(NIGHTS_SHOWN);
  const nights = rows.map(({ night, priceMinor }) => ({
    night,
    price: priceMinor === null ? null : { amount: priceMinor, currency },
  }));
  return { nights, currency };
}
