import { and, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { ProviderId } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';
import type { ReservationRow, StayRow } from '../reservations/rules.ts';
import { isChannelId } from './incoming.ts';

export type KnownWhole = {
  readonly row: ReservationRow;
  readonly stays: readonly StayRow[];
  /** Of the channel's properties at which its rooms were sold, where that is known. */
  readonly groupIds: readonly string[];
};

/** What we know of these reservations of a channel, by its ids. One round trip. */
export async function readKnownWholes(
  tx: Ctx,
  provider: ProviderId,
  named: readonly { readonly externalId: string }[],
): Promise<Map<string, KnownWhole>> {
  const ids = [...new Set(named.map((one) => one.externalId).filter(isChannelId))];
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .select({ row: reservations, stay: stays, groupId: listings.groupId })
    .from(reservations)
    .leftJoin(stays, eq(stays.reservationId, reservations.id))
    .leftJoin(listings, eq(listings.id, stays.listingId))
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.channel, provider),
        inArray(reservations.externalId, ids),
      ),
    );
  return new Map(
    [...Map.groupBy(rows, ({ row }) => row.externalId)].flatMap(([id, group]) => {
      const row = group[0]?.row;
      if (!row) return [];
      const groupIds = [...new Set(group.flatMap((one) => one.groupId ?? []))];
      return [[id, { row, stays: group.flatMap(({ stay }) => stay ?? []), groupIds }]];
    }),
  );
}
