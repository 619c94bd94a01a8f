import { and, asc, eq } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { type NightRange, sameNights, todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import type { AsIf, StayAsIf } from '../availability/as-if.ts';
import { findBlock } from '../blocks/find.ts';
import { refuseBlock } from '../blocks/schemas.ts';
import { blockAfter } from '../blocks/update.ts';
import { isOurs } from '../conflicts/rules.ts';
import type { Ctx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { type ReservationRow, refuseDates, type StayRow } from '../reservations/rules.ts';
import type { StayMove } from '../reservations/schemas.ts';
import { chooseRoom } from '../reservations/update.ts';
import { consequencesOf, readAround, takenBy } from './consequences.ts';
import type { BlockMove, MovePreview, NewNights, Refusal } from './move-schemas.ts';
import type { Around } from './open-nights.ts';

/*
 * What a change of the calendar would come to, asked before it is made. Each of these refuses what its verb refuses, by the
 * same rules, and tells what the channels are told by what tells them. Nothing is locked and nothing is written: between
 * the answer and the change somebody else may come, and then the verb says so.
 */

const NOTHING = { units: [], told: [], readers: [], hints: [], endsConflicts: [] };

/**
 * What `updateReservation` would do with the place of one stay.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input (several rooms and none named)
 */
export async function previewStayMove(ctx: Ctx, id: string, move: StayMove): Promise<MovePreview> {
  requireCan(ctx, 'reservation.write');
  const target = move.unitId ? await chooseUnit(ctx, move.unitId) : null;
  const { row, rooms } = await readReservation(ctx, id);
  const active = rooms.filter((stay) => stay.status === 'active');
  const stay = chooseRoom(rooms, row.status === 'cancelled' ? rooms : active, move.stayId);
  const nights = { checkIn: move.checkIn ?? stay.checkIn, checkOut: move.checkOut ?? stay.checkOut };
  const unitId = target?.unit.id ?? stay.unitId;
  const isRedated = !sameNights(nights, stay);
  const around = await readAround(
    ctx,
    [...new Set([stay.unitId ?? [], unitId ?? []].flat())],
    nights.checkIn < nights.checkOut ? [stay, nights] : [stay],
  );
  const isChanged = isRedated || unitId !== stay.unitId;
  const frame = frameOf(around, { from: stay, to: { ...nights, unitId }, isChanged, price: 'as_agreed' });
  const refusal =
    refuseChange(row, nights, isRedated, todayIn(target?.property.timezone ?? 'UTC', ctx.clock.now())) ??
    (unitId && isChanged ? takenBy(around, { unitId, nights, without: [stay.id], force: move.force }) : null);
  if (refusal || !isChanged) return { ...frame, ...NOTHING, may: !refusal, refusal };
  const asIf = { without: [stay.id], stays: [stayAsIf(row, { ...stay, ...nights, unitId })], blocks: [] };
  const consequences = await consequencesOf(ctx, around, asIf, unitId ? { unitId, nights } : null);
  return { ...frame, ...consequences, may: true, refusal: null };
}

/** What `updateBlock` would do with its place. @throws AppError forbidden, not_found, choose_unit */
export async function previewBlockMove(ctx: Ctx, id: string, move: BlockMove): Promise<MovePreview> {
  requireCan(ctx, 'block.write');
  const target = move.unitId ? await chooseUnit(ctx, move.unitId) : null;
  const before = await findBlock(ctx, id);
  const asked = { from: move.from ?? before.checkIn, to: move.to ?? before.checkOut };
  const wrong = refuseBlock(asked);
  const after = wrong ? before : blockAfter(before, move, target?.unit.id ?? null);
  const around = await readAround(ctx, [...new Set([before.unitId, after.unitId])], [before, after]);
  const to = { unitId: after.unitId, checkIn: asked.from, checkOut: asked.to };
  const isChanged = before.unitId !== after.unitId || !sameNights(before, to);
  const frame = frameOf(around, { from: before, to, isChanged, price: 'none' });
  if (wrong || !isChanged) {
    const refusal = wrong && refusalOf('dates', `A block cannot stand there: ${wrong.message}.`);
    return { ...frame, ...NOTHING, may: !refusal, refusal };
  }
  const asIf = { without: [id], stays: [], blocks: [after] };
  return { ...frame, ...(await consequencesOf(ctx, around, asIf, null)), may: true, refusal: null };
}

/**
 * What a booking by hand or a block on these nights would do.
 * @throws AppError forbidden, not_found, choose_unit
 */
export async function previewNewNights(ctx: Ctx, asked: NewNights): Promise<MovePreview> {
  requireCan(ctx, asked.what === 'stay' ? 'reservation.write' : 'block.write');
  const { unit, property } = await chooseUnit(ctx, asked.unitId);
  const nights = { checkIn: asked.from, checkOut: asked.to };
  const around = await readAround(ctx, [unit.id], [nights]);
  const to = { ...nights, unitId: unit.id };
  const frame = frameOf(around, { from: null, to, isChanged: true, price: 'none' });
  const made = { ...nights, id: 'new', unitId: unit.id };
  const asIf: AsIf =
    asked.what === 'block'
      ? { without: [], stays: [], blocks: [made] }
      : { without: [], stays: [{ ...made, ...FROM_NOWHERE }], blocks: [] };
  const wrong =
    asked.what === 'stay'
      ? refuseDates(nights, todayIn(property.timezone, ctx.clock.now()))
      : refuseBlock(asked);
  const taken =
    asked.what === 'stay' && !wrong
      ? takenBy(around, { unitId: unit.id, nights, without: [], force: asked.force })
      : null;
  const refusal = wrong ? refusalOf('dates', wrong.message) : taken;
  if (refusal) return { ...frame, ...NOTHING, may: false, refusal };
  const guest = asked.what === 'stay' ? { unitId: unit.id, nights } : null;
  return { ...frame, ...(await consequencesOf(ctx, around, asIf, guest)), may: true, refusal: null };
}

async function readReservation(ctx: Ctx, id: string): Promise<{ row: ReservationRow; rooms: StayRow[] }> {
  const [[row], rooms] = await Promise.all([
    ctx.db
      .select()
      .from(reservations)
      .where(and(eq(reservations.orgId, ctx.org), eq(reservations.id, id))),
    ctx.db
      .select()
      .from(stays)
      .where(and(eq(stays.orgId, ctx.org), eq(stays.reservationId, id)))
      .orderBy(asc(stays.roomRef)),
  ]);
  if (!row) throw notFound('reservation');
  return { row, rooms };
}

/** As `updateReservation` refuses, whatever stands on the nights. */
function refuseChange(
  row: ReservationRow,
  nights: NightRange,
  isRedated: boolean,
  today: Parameters<typeof refuseDates>[1],
): Refusal | null {
  const { channel, externalId } = row;
  if (row.status === 'cancelled') return refusalOf('cancelled', 'This reservation is cancelled.');
  if (isRedated && !isOurs(row))
    return { ...refusalOf('channel_decides', `Its dates are ${channel}'s to change.`), channel, externalId };
  const wrong = isRedated ? refuseDates(nights, today) : null;
  return wrong && refusalOf('dates', wrong.message);
}

function refusalOf(code: Refusal['code'], message: string): Refusal {
  return { code, message, channel: null, externalId: null, nights: [], inTheWay: [], mayForce: false };
}

const FROM_NOWHERE = { listingId: null, calendarId: null, connectionId: null, happenedAt: null };

function stayAsIf(row: ReservationRow, { id, unitId, checkIn, checkOut, listingId }: StayRow): StayAsIf {
  const { calendarId, connectionId } = row;
  const happenedAt = row.channelChangedAt ?? row.bookedAt;
  return { id, unitId, checkIn, checkOut, listingId, calendarId, connectionId, happenedAt };
}

type At = NightRange & { readonly unitId: string | null };

function frameOf(
  { window }: Around,
  { from, to, isChanged, price }: { from: At | null; to: At } & Pick<MovePreview, 'isChanged' | 'price'>,
): Pick<MovePreview, 'from' | 'to' | 'isChanged' | 'price'> {
  const placeOf = ({ unitId, checkIn, checkOut }: At): MovePreview['to'] => {
    const row = window.units.find(({ unit }) => unit.id === unitId);
    return {
      unitId,
      unit: row?.unit.name ?? '',
      propertyId: row?.property.id ?? null,
      checkIn,
      checkOut,
    };
  };
  if (to.unitId && !window.units.some(({ unit }) => unit.id === to.unitId)) throw gone();
  return { from: from && placeOf(from), to: placeOf(to), isChanged, price };
}

function gone(): AppError {
  return new AppError('gone', 'This unit was archived.');
}
