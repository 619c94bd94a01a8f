import type { reservations, stays } from '#db/schema/reservations.ts';
import { preparations, withPreparation } from './rules.ts';
import { type Guest, mayBeGuest, type Preparing } from './today-rules.ts';
import { preparationNightsIn, type Window } from './window.ts';

/** Everybody in the window, by arrival, and how to ask for those of one property. */
export function guestsIn(window: Window) {
  const rooms = Map.groupBy(window.stays, (row) => row.reservation.id);
  const clashing = new Set(window.conflicts.flatMap((one) => [one.claimA, one.claimB]));
  const ofStays = window.stays.map((row): Guest & { propertyId: null } => ({
    ...guestOf(row.stay, row.reservation),
    source: row.source?.name ?? null,
    inConflict: clashing.has(row.stay.id),
    ...(rooms.get(row.reservation.id)?.length === 1 ? {} : { party: null }),
    propertyId: null,
  }));
  const ofClosures = window.closures
    .filter(({ event }) => event.mayBeBooking)
    .map(({ event, calendar }): Guest & { propertyId: string } => ({
      id: event.id,
      kind: 'closure',
      reservationId: null,
      unitId: calendar.unitId,
      name: null,
      channel: 'ical',
      source: calendar.name,
      checkIn: event.checkIn,
      checkOut: event.checkOut,
      tentative: event.tentative,
      inConflict: clashing.has(event.id),
      party: null,
      propertyId: calendar.propertyId,
    }));
  const all = [...ofStays, ...ofClosures].filter(mayBeGuest);
  all.sort((a, b) => (a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : a.id < b.id ? -1 : 1));
  const byPlace = Map.groupBy(all, (one) => one.unitId ?? one.propertyId ?? '');
  return {
    of: (propertyId: string, unitIds: readonly string[]): Guest[] =>
      [...unitIds, propertyId]
        .flatMap((id) => byPlace.get(id) ?? [])
        .map(({ propertyId: _, ...guest }) => guest)
        .sort((a, b) => (a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : 0)),
  };
}

type StayRow = Pick<typeof stays.$inferSelect, 'id' | 'unitId' | 'checkIn' | 'checkOut'>;
type ReservationRow = Pick<
  typeof reservations.$inferSelect,
  'id' | 'guestName' | 'channel' | 'status' | 'guests' | 'adults' | 'children'
>;

/** Who sleeps there, by one stay of a reservation. */
export function guestOf(stay: StayRow, reservation: ReservationRow): Guest {
  const { adults, children } = reservation;
  return {
    id: stay.id,
    kind: 'stay',
    reservationId: reservation.id,
    unitId: stay.unitId,
    name: reservation.guestName,
    channel: reservation.channel,
    source: null,
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    tentative: reservation.status === 'pending',
    inConflict: false,
    party: reservation.guests ?? (adults === null ? null : adults + (children ?? 0)),
  };
}

/** The nights on which units are made ready, each around its own stays: how to ask for those of some. */
export function preparingIn(window: Window): (unitIds: readonly string[]) => Preparing[] {
  const nightsOfUnit = preparationNightsIn(window);
  const stays = Map.groupBy(
    window.stays.map((row) => row.stay),
    (stay) => stay.unitId ?? '',
  );
  return (unitIds) =>
    unitIds.flatMap((unitId) =>
      preparations(withPreparation(stays.get(unitId) ?? [], unitId, nightsOfUnit)).map(
        ({ checkIn, checkOut }) => ({ unitId, checkIn, checkOut }),
      ),
    );
}
