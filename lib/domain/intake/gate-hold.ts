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
import { readMappedUnits } from '../mappings/mapped-unit.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { applyStays, type IncomingStay } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import type { KnownReservation } from '../reservations/known.ts';
import { restate, type StayRow } from '../reservations/rules.ts';
import { fetchKey } from './fetch-key.ts';
import { ASK_AFTER_MINUTES, addedNights, CHANGE_ROOM } from './gate-rules.ts';

export type Asked = {
  readonly connectionId: string;
  readonly listingId: string;
  /** Null: nobody has said which unit it is, so it is not ours to judge. */
  readonly unitId: string | null;
};

type Wanted = NightRange & { readonly code: string; readonly guests: number | null };

/**
 * A guest has paid, or wants other nights for a booking that stands: holds the nights until the channel's own word, or
 * says that one of them is taken. Asked again about the same it answers the same and holds once.
 *
 * All in one transaction under the unit's lock: of two guests at once one is let in. Dying before the commit holds
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
    const unitId = (await readMappedUnits(tx, [asked.listingId])).get(asked.listingId)?.[0] ?? null;
    const source = { kind: 'gate', id: asked.connectionId } as const;
    const hash = createHash('sha256').update(bytes).digest('hex');
    const messageId = await storeInbound(tx, source, bytes, hash);
    if (unitId) await lockUnits(tx, [unitId]);
    const known = await findKnown(tx, provider, wanted.code);
    const stays = planHold(provider, { ...asked, unitId }, wanted, known, tx.clock.now());
    const isOpen = stays.length === 0 || (await isFreeFor(tx, unitId, wanted, known));
    await markInbound(tx, messageId, isOpen ? 'applied' : 'rejected', isOpen ? null : 'nights_taken');
    if (!isOpen || stays.length === 0) return isOpen;
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
 * change adds, as rooms beside it. None: it has them all.
 */
function planHold(
  provider: ProviderId,
  place: Asked,
  wanted: Wanted,
  known: KnownReservation | null,
  now: Temporal.Instant,
): IncomingStay[] {
  const active = known?.stays.filter((stay) => stay.status === 'active') ?? [];
  const own = active.find((stay) => !stay.roomRef.startsWith(CHANGE_ROOM));
  const isOnlyHeld = known?.row.gateAskedAt != null && known.row.status === 'pending';
  if (own && sameNights(own, wanted)) return [];
  const base = {
    channel: provider,
    externalId: wanted.code,
    connectionId: place.connectionId,
    listingId: place.listingId,
    gateAskedAt: now,
  };
  if (!known || !own || isOnlyHeld) {
    const { checkIn, checkOut, guests } = wanted;
    const unitId = own?.unitId ?? place.unitId;
    return [{ ...base, roomRef: '1', unitId, checkIn, checkOut, guests, reservationStatus: 'pending' }];
  }
  const added = addedNights(own, wanted);
  const held = active.filter((stay) => stay.roomRef.startsWith(CHANGE_ROOM));
  return [
    ...endUnwanted(known, held, added.length),
    ...added.map((nights, index) => ({
      ...base,
      ...nights,
      roomRef: `${CHANGE_ROOM}${index + 1}`,
      unitId: own.unitId,
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

async function isFreeFor(
  tx: Ctx,
  mappedUnit: string | null,
  nights: NightRange,
  known: KnownReservation | null,
): Promise<boolean> {
  const own = known?.stays.filter((stay) => stay.status === 'active') ?? [];
  const unitId = own.find((stay) => stay.unitId)?.unitId ?? mappedUnit;
  if (unitId === null) return true;
  return areFree(
    tx,
    unitId,
    nights,
    own.map((stay) => stay.id),
  );
}

/** Whether every night is free to be sold, leaving out these stays. */
export async function areFree(
  ctx: Ctx,
  unitId: string,
  nights: NightRange,
  without: readonly string[],
): Promise<boolean> {
  const asked = { unitIds: [unitId], from: nights.checkIn, to: nights.checkOut, without };
  const states = await readNights(ctx, asked);
  return (states.get(unitId) ?? []).every(({ state }) => state === 'free');
}
