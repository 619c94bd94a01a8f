import { and, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { reservations } from '#db/schema/reservations.ts';
import type { Hint } from '#lib/providers/webhook-contract.ts';
import type { Deps } from '../ctx.ts';
import type { Door } from './door.ts';

/** A connection that a message is for, and what it is told. */
export type Target = {
  readonly connectionId: string;
  readonly orgId: string;
  readonly hints: readonly Hint[];
};

type Live = { readonly connectionId: string; readonly orgId: string };

/**
 * Whom the hints are for: every connection that is not disconnected and has the listing or is the account they name. A
 * booking that names no listing of anybody is looked for by its code; behind an organization's own door, where neither
 * helps, each of its accounts is meant.
 */
export async function findTargets(deps: Deps, door: Door, hints: readonly Hint[]): Promise<Target[]> {
  const found = new Map<string, Live & { hints: Hint[] }>();
  for (const hint of hints) {
    for (const one of await connectionsOf(deps, door, hint)) {
      const target = found.get(one.connectionId) ?? { ...one, hints: [] };
      target.hints.push(hint);
      found.set(one.connectionId, target);
    }
  }
  return [...found.values()];
}

async function connectionsOf(deps: Deps, door: Door, hint: Hint): Promise<Live[]> {
  const named = namesOf(hint);
  const byName = await readByNames(deps, door, named);
  if (byName.length > 0) return byName;
  if (hint.kind === 'reservation') {
    const byCode = await readByCode(deps, door, hint.externalId);
    if (byCode.length > 0) return byCode;
  }
  const isAnybodys = hint.kind !== 'nothing' && door.orgId !== null;
  return isAnybodys ? readLive(deps, door, undefined) : [];
}

/** The listings and accounts a hint names. */
export function namesOf(hint: Hint): { listingIds: readonly string[]; accountIds: readonly string[] } {
  if (hint.kind === 'reservation')
    return { listingIds: hint.listingId ? [hint.listingId] : [], accountIds: [] };
  if (hint.kind === 'nothing') return { listingIds: [], accountIds: [] };
  const accountIds = hint.accountId ? [hint.accountId] : [];
  if (hint.kind === 'revoked') return { listingIds: [], accountIds };
  if (hint.kind === 'listing_renamed') return { listingIds: [hint.from, hint.to], accountIds };
  return { listingIds: hint.listingIds, accountIds };
}

/** The live connections that have one of these listings, or are one of these accounts. One round trip. */
export async function readByNames(
  deps: Deps,
  door: Door,
  { listingIds, accountIds }: { listingIds: readonly string[]; accountIds: readonly string[] },
): Promise<Live[]> {
  if (listingIds.length + accountIds.length === 0) return [];
  const hasListing =
    listingIds.length > 0
      ? inArray(
          connections.id,
          deps.db
            .select({ id: listings.connectionId })
            .from(listings)
            .where(inArray(listings.externalId, [...listingIds])),
        )
      : undefined;
  const isAccount = accountIds.length > 0 ? inArray(connections.accountId, [...accountIds]) : undefined;
  return readLive(deps, door, or(hasListing, isAccount));
}

function readByCode(deps: Deps, door: Door, code: string): Promise<Live[]> {
  return readLive(
    deps,
    door,
    inArray(
      connections.id,
      deps.db
        .select({ id: sql<string>`${reservations.connectionId}` })
        .from(reservations)
        .where(and(eq(reservations.channel, door.provider), eq(reservations.externalId, code))),
    ),
  );
}

function readLive(deps: Deps, door: Door, which: SQL | undefined): Promise<Live[]> {
  return deps.db
    .select({ connectionId: connections.id, orgId: connections.orgId })
    .from(connections)
    .where(
      and(
        eq(connections.provider, door.provider),
        ne(connections.status, 'disconnected'),
        door.orgId === null ? undefined : eq(connections.orgId, door.orgId),
        which,
      ),
    )
    .orderBy(connections.id);
}

const WORD = /[A-Za-z0-9_-]{3,200}/g;
const WORDS_MAX = 500;

/** Whom a message may be for that cannot be read: whoever has a listing or an account that is mentioned anywhere in it. */
export function findMentioned(deps: Deps, door: Door, bytes: Uint8Array): Promise<Live[]> {
  const words = new Set<string>();
  for (const [word] of Buffer.from(bytes).toString('latin1').matchAll(WORD)) {
    words.add(word);
    if (words.size >= WORDS_MAX) break;
  }
  return readByNames(deps, door, { listingIds: [...words], accountIds: [...words] });
}
