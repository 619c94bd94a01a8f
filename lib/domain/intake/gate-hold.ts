import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { reservations } from '#db/schema/reservations.ts';
import { type NightRange, sameNights } from '#lib/kernel/nights.ts';
import type { ProviderId } from '#lib/providers/contract.ts';
import { readNights } from '../availability/queries.ts';
import { markInbound, storeInbound } from '../calendars/inbound.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { announce } from '../live/announce.ts';
import { placeOn, readMappedUnits } from '../mappings/mapped-unit.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { readRates } from '../rates/read-rates.ts';
import { applyStays, type IncomingStay } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import type { KnownReservation } from '../reservations/known.ts';
import { restate, type StayRow } from '../reservations/rules.ts';
import { fetchKey } from './fetch-key.ts';
import { ASK_AFTER_MINUTES, addedNights, CHANGE_ROOM } from './gate-rules.ts';

export type Asked = {
  readonly connectionId: string;
  readonly listingId: string;
  /** Of its mapping, any of which may be sold. None: nobody has said which unit it is, so it is not ours to judge. */
  readonly unitIds: readonly string[];
};

type Wanted = NightRange & { readonly code: string; readonly guests: number | null };

/**
 * A guest has paid, or wants other nights for a booking that stands: holds the nights until the channel's own word, or
 * says that one of them is taken. Asked again about the same it answers the same and holds once.
 *
 * All in one transaction under the lock of its units: of two guests at once one is let in. Dying before the commit holds
 * nothing and answers nothing; dying after it holds nights that nobody answered for, which the channel is asked about in
 * 15 minutes like every hold.
 */
export function holdForGate(
  ctx: Ctx,
  provider: ProviderId,
  asked: Asked,
  wanted: Wanted,
  bytes: Uint8Array,
): Promise<boolean> {
  return inTx(ctx, async (tx) => {
    const unitIds = (await readMappedUnits(tx, [asked.listingId])).get(asked.listingId) ?? [];
    const source = { kind: 'gate', id: asked.connectionId } as const;
    const hash = createHash('sha256').update(bytes).digest('hex');
    const messageId = await storeInbound(tx, source, bytes, hash);
    await lockUnits(tx, unitIds);
    const known = await findKnown(tx, provider, wanted.code);
    const stays = await planHold(tx, provider, { ...asked, unitIds }, wanted, known);
    await markInbound(tx, messageId, stays ? 'applied' : 'rejected', stays ? null : 'nights_taken');
    if (!stays || stays.length === 0) return stays !== null;
    await applyStays(tx, stays, { reason: 'gate', messageId });
    await enqueue(tx, {
      kind: 'reservation.fetch',
      key: fetchKey(asked.connectionId, wanted.code),
      payload: { connectionId: asked.connectionId, externalId: wanted.code, messageId, why: 'gate' },
      dueAt: tx.clock.now().add({ minutes: ASK_AFTER_MINUTES }),
    });
    await announce(tx, 'inbox');
    return true;
  });
}

async function findKnown(tx: Ctx, provider: ProviderId, code: string): Promise<KnownReservation | null> {
  const [row] = await tx.db
    .select({ id: reservations.id })
    .from(reservations)
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.channel, provider),
        eq(reservations.externalId, code),
      ),
    );
  return row ? getForChange(tx, row.id) : null;
}

/**
 * What to hold: the booking itself where it is new or was only held so far; for one that stands the nights that the
 * change adds, as rooms beside it, or all of its new nights on another unit of the pool where its own has no room. None:
 * it has them all. Null: no unit is free.
 */
async function planHold(
  tx: Ctx,
  provider: ProviderId,
  place: Asked,
  wanted: Wanted,
  known: KnownReservation | null,
): Promise<IncomingStay[] | null> {
  const active = known?.stays.filter((stay) => stay.status === 'active') ?? [];
  const own = active.find((stay) => !stay.roomRef.startsWith(CHANGE_ROOM));
  if (own && sameNights(own, wanted)) return [];
  const { checkIn, checkOut, guests } = wanted;
  const base = {
    channel: provider,
    externalId: wanted.code,
    connectionId: place.connectionId,
    listingId: place.listingId,
    gateAskedAt: tx.clock.now(),
  };
  const at = active.find((stay) => stay.unitId)?.unitId ?? null;
  const isPooled = at === null || place.unitIds.includes(at);
  const unitIds = isPooled ? place.unitIds : [at];
  const free = await freeAmong(
    tx,
    unitIds,
    wanted,
    active.map((stay) => stay.id),
  );
  if (unitIds.length > 0 && free.length === 0) return null;
  const isOnlyHeld = known?.row.gateAskedAt != null && known.row.status === 'pending';
  if (!known || !own || isOnlyHeld) {
    const unit = isPooled ? placeOn(place.unitIds) : { unitId: at };
    return [{ ...base, ...unit, roomRef: '1', checkIn, checkOut, guests, reservationStatus: 'pending' }];
  }
  const isRoomy = own.unitId === null || free.includes(own.unitId);
  const added = isRoomy ? addedNights(own, wanted) : [{ checkIn, checkOut }];
  const held = active.filter((stay) => stay.roomRef.startsWith(CHANGE_ROOM));
  return [
    ...endUnwanted(known, held, added.length),
    ...added.map((nights, index) => ({
      ...base,
      ...nights,
      ...(isRoomy ? { unitId: own.unitId } : placeOn(free)),
      roomRef: `${CHANGE_ROOM}${index + 1}`,
      reservationStatus: known.row.status === 'cancelled' ? ('pending' as const) : known.row.status,
    })),
  ];
}

/** Rooms of an earlier change that this one does not use again. */
function endUnwanted(known: KnownReservation, held: readonly StayRow[], used: number): IncomingStay[] {
  return held
    .filter((stay) => Number(stay.roomRef.slice(CHANGE_ROOM.length)) > used)
    .map((stay) => ({ ...restate(known.row, stay), reservationStatus: 'cancelled' as const }));
}

/** Which of these units are free on every night, leaving out these stays, and for sale. */
export async function freeAmong(
  ctx: Ctx,
  unitIds: readonly string[],
  nights: NightRange,
  without: readonly string[],
): Promise<string[]> {
  if (unitIds.length === 0) return [];
  const asked = { unitIds, from: nights.checkIn, to: nights.checkOut, without };
  const [states, rates] = await Promise.all([readNights(ctx, asked), readRates(ctx, asked)]);
  return unitIds.filter((id) =>
    (states.get(id) ?? []).every(
      ({ state, night }) => state === 'free' && !rates.get(id)?.get(night)?.stopSell,
    ),
  );
}
