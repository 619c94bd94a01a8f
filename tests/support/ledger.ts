import type { ClosedRow, Leaf, Ledger, StayRow } from '#lib/domain/analytics/ledger-rules.ts';

/** Rows of a ledger by name, for tables: days are whole numbers, a window is [0, 10) where nothing else is said. */
export function ledgerOf(rows: Partial<Ledger> = {}): Ledger {
  return {
    window: { from: 0, to: 10 },
    leaves: [leaf('a')],
    parts: [],
    stays: [],
    rooms: [],
    closed: [],
    waiting: 0,
    ...rows,
  };
}

export function leaf(
  id: string,
  more: { property?: string; currency?: string; born?: number; gone?: number | null } = {},
): Leaf {
  const property = more.property ?? 'house';
  return [id, id, property, property, more.currency ?? 'EUR', more.born ?? -1000, more.gone ?? null];
}

type StayFacts = {
  id: string;
  reservation: string;
  status: 'active' | 'cancelled';
  channel: string;
  reservationStatus: 'pending' | 'confirmed' | 'cancelled';
  total: number | null;
  currency: string;
  payout: number | null;
  booked: number | null;
};
let made = 0;

/** `stay('a', 2, 5, { total: 300 })`: a confirmed direct booking of its own unless more is said. */
export function stay(
  unit: string,
  checkIn: number,
  checkOut: number,
  more: Partial<StayFacts> = {},
): StayRow {
  const id = more.id ?? `s${String(++made).padStart(6, '0')}`;
  const { total = null, payout = null, currency = 'EUR' } = more;
  return [
    id,
    more.reservation ?? `r-${id}`,
    unit,
    checkIn,
    checkOut,
    more.status ?? 'active',
    more.channel ?? 'direct',
    more.reservationStatus ?? (more.status === 'cancelled' ? 'cancelled' : 'confirmed'),
    total,
    total === null ? null : currency,
    payout,
    payout === null ? null : currency,
    more.booked ?? null,
  ];
}

export const block = (unit: string, from: number, to: number): ClosedRow => [unit, null, from, to, 'blocked'];
export const closure = (
  place: { unit: string } | { property: string },
  from: number,
  to: number,
): ClosedRow => [
  'unit' in place ? place.unit : null,
  'property' in place ? place.property : null,
  from,
  to,
  'closed',
];
