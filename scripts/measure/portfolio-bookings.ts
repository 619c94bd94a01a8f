import { newId } from '#lib/kernel/ids.ts';
import { addNights } from '#lib/kernel/nights.ts';
import type { Row } from './fill.ts';
import type { PlannedProperty, PlannedStay, PlannedUnit } from './plan.ts';
import type { Estate, PortfolioWorld } from './portfolio-estate.ts';

export type BookingRows = {
  readonly rows: [string, Row[]][];
  readonly stays: number;
  readonly conflicts: number;
};

const NAMES = [
  'Amara',
  'Bruno',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farah',
  'Goran',
  'Hana',
  'Ivan',
  'Jonas',
  'Мария',
];
const SURNAMES = ['Adeyemi', 'Bauer', 'Costa', 'Duarte', 'Eriksen', 'Fontaine', 'García', 'Hughes', 'Котова'];
const FROM_CALENDARS = ['vrbo', 'ical'];
const REASONS = { owner: 'Family stays', maintenance: 'Boiler is repaired', other: null } as const;
const PAYOUT = 0.85;

type Rows = Record<
  'reservations' | 'stays' | 'holds' | 'conflicts' | 'blocks' | 'calendar_events' | 'journal',
  Row[]
>;
type Place = {
  readonly property: PlannedProperty;
  readonly unit: string;
  readonly leaves: readonly string[];
  readonly calendar: string | null;
};

/** Rows of reservations, their stays and holds, conflicts, blocks, calendars' events and the journal. */
export function bookingRows(
  world: PortfolioWorld,
  plan: readonly PlannedProperty[],
  estate: Estate,
): BookingRows {
  const rows: Rows = {
    reservations: [],
    stays: [],
    holds: [],
    conflicts: [],
    blocks: [],
    calendar_events: [],
    journal: [],
  };
  plan.forEach((property, at) => {
    const ids = estate.unitIds[at] ?? [];
    property.units.forEach((unit, place) => {
      const id = ids[place] ?? '';
      const leaves = unit.parts.length > 0 ? unit.parts.map((part) => ids[part] ?? '') : [id];
      const calendar = estate.calendarOf.get(id) ?? null;
      addUnit(world, rows, unit, { property, unit: id, leaves, calendar });
    });
  });
  return { rows: Object.entries(rows), stays: rows.stays.length, conflicts: rows.conflicts.length };
}

function addUnit(world: PortfolioWorld, rows: Rows, unit: PlannedUnit, place: Place): void {
  const stayIds = new Map<number, string>();
  for (const planned of unit.stays) {
    const stay = addStay(world, rows, planned, place);
    if (planned.kind === 'held') stayIds.set(planned.from, stay);
    if (planned.kind === 'clashing')
      addConflict(world, rows, planned, place, [stay, stayIds.get(planned.from)]);
  }
  for (const block of unit.blocks) {
    rows.blocks.push({
      id: newId('block'),
      org_id: world.org,
      unit_id: place.unit,
      ...nightsOf(world, block),
      kind: block.kind,
      reason: REASONS[block.kind],
      created_at: world.now.toString(),
    });
  }
}

/** A reservation with its one stay, and the nights that it holds. @returns the stay's id */
function addStay(world: PortfolioWorld, rows: Rows, planned: PlannedStay, place: Place): string {
  const { org, today } = world;
  const [reservation, stay] = [newId('reservation'), newId('stay')];
  const nights = nightsOf(world, planned);
  const isCancelled = planned.kind === 'cancelled';
  // What is ahead was booked before today, however far ahead it is.
  const booked = `${addNights(today, Math.min(planned.from - planned.lead, -1 - (planned.guest % 60)))}T10:00:00Z`;
  rows.reservations.push(reservationRow(world, reservation, planned, place, booked));
  rows.stays.push({
    id: stay,
    org_id: org,
    reservation_id: reservation,
    unit_id: place.unit,
    ...nights,
    status: isCancelled ? 'cancelled' : 'active',
    created_at: booked,
    updated_at: booked,
  });
  rows.journal.push({
    id: newId('journal'),
    org_id: org,
    at: booked,
    actor_kind: planned.channel === 'direct' ? 'user' : 'job',
    action: 'reservation.created',
    subject_kind: 'reservation',
    subject_id: reservation,
    unit_id: place.unit,
    after: { checkIn: nights.check_in, checkOut: nights.check_out, channel: planned.channel },
  });
  if (planned.kind === 'held') {
    for (const leaf of place.leaves) {
      const range = `[${nights.check_in},${nights.check_out})`;
      rows.holds.push({
        id: newId('hold'),
        org_id: org,
        unit_id: leaf,
        stay_id: stay,
        nights: range,
        created_at: booked,
      });
    }
  }
  if (comesFrom(planned, place) !== null && !isCancelled && planned.from + planned.nights > 0) {
    addEvent(world, rows, planned, place, stay);
  }
  return stay;
}

function reservationRow(
  world: PortfolioWorld,
  id: string,
  planned: PlannedStay,
  { property, unit, leaves, calendar }: Place,
  booked: string,
): Row {
  const isFromCalendar = comesFrom(planned, { calendar }) !== null;
  const isCancelled = planned.kind === 'cancelled';
  const guest = `${NAMES[planned.guest % NAMES.length]} ${SURNAMES[planned.guest % SURNAMES.length]}`;
  const total = property.nightMinor * leaves.length * planned.nights;
  const takesPart = !isFromCalendar && planned.channel !== 'direct';
  return {
    id,
    org_id: world.org,
    channel: planned.channel,
    external_id: `${unit.slice(4)}-${id.slice(4)}`,
    status: isCancelled ? 'cancelled' : planned.guest % 40 === 0 ? 'pending' : 'confirmed',
    calendar_id: isFromCalendar ? calendar : null,
    guest_name: isFromCalendar ? null : guest,
    guest_phone: isFromCalendar ? null : `+33 6 00 00 ${String(planned.guest).padStart(4, '0')}`,
    phone_tail: isFromCalendar ? String(planned.guest).padStart(4, '0') : null,
    guests: planned.guests,
    // A calendar tells no price.
    total_minor: isFromCalendar ? null : total,
    currency: isFromCalendar ? null : property.currency,
    payout_minor: takesPart ? Math.round(total * PAYOUT) : null,
    payout_currency: takesPart ? property.currency : null,
    booked_at: isFromCalendar ? null : booked,
    cancelled_at: isCancelled ? booked : null,
    created_at: booked,
    updated_at: booked,
  };
}

/** The calendar that told of a stay; null where a channel or a person did. */
function comesFrom(planned: PlannedStay, { calendar }: Pick<Place, 'calendar'>): string | null {
  return FROM_CALENDARS.includes(planned.channel) ? calendar : null;
}

function addEvent(
  world: PortfolioWorld,
  rows: Rows,
  planned: PlannedStay,
  { calendar }: Place,
  stay: string,
): void {
  rows.calendar_events.push({
    id: newId('event'),
    org_id: world.org,
    calendar_id: calendar,
    uid: `${stay}@calendars.example.com`,
    ...nightsOf(world, planned),
    kind: 'reservation',
    may_be_booking: true,
    summary: 'Reserved',
    stay_id: stay,
    first_seen_at: world.now.toString(),
    last_seen_at: world.now.toString(),
  });
}

function addConflict(
  world: PortfolioWorld,
  rows: Rows,
  planned: PlannedStay,
  { unit }: Place,
  claims: readonly (string | undefined)[],
): void {
  const { check_in, check_out } = nightsOf(world, planned);
  const [first = '', second = ''] = claims.filter((one) => one !== undefined).sort();
  if (second === '') throw new Error('A stay was planned to clash with none.');
  rows.conflicts.push({
    id: newId('conflict'),
    org_id: world.org,
    unit_id: unit,
    kind: 'double_booking',
    status: 'open',
    claim_a: first,
    claim_b: second,
    nights: `[${check_in},${check_out})`,
    opened_at: world.now.toString(),
  });
}

function nightsOf({ today }: PortfolioWorld, { from, nights }: { from: number; nights: number }) {
  return { check_in: addNights(today, from), check_out: addNights(today, from + nights) };
}
