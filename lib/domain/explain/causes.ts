import { addNights, type Night, overlaps } from '#lib/kernel/nights.ts';
import { claimsOn } from '../availability/queries.ts';
import { type Claimed, preparations } from '../availability/rules.ts';
import type { Window } from '../availability/window.ts';
import type { Cause, CauseKind } from './schemas.ts';

export type BareCause = Omit<Cause, 'proof'>;
type Facts = Omit<BareCause, 'kind' | 'id' | 'checkIn' | 'checkOut'>;

/**
 * Everything that keeps one night of a unit from being sold, in the order of `nightStates`: what weighs most first.
 * Empty exactly where the night is free and nobody said that it is not to be sold.
 */
export function causesOf(window: Window, unitId: string, night: Night, isStopSold: boolean): BareCause[] {
  const asked = { checkIn: night, checkOut: addNights(night, 1) };
  const claims = claimsOn(window, unitId, []);
  const describe = describer(window, unitId);
  const list = (kind: CauseKind, claimed: readonly Claimed[]): BareCause[] =>
    claimed
      .filter((one) => overlaps(one, asked))
      .map(({ id, checkIn, checkOut }) => ({ kind, id, checkIn, checkOut, ...describe(kind, id) }));
  return [
    ...list('conflict', claims.conflicts),
    ...list('stay', claims.stays),
    ...list('closure', claims.closures),
    ...list('found_closure', claims.foundClosures),
    ...list('block', claims.blocks),
    ...list('preparation', preparations(claims.stays)),
    ...(isStopSold
      ? [{ kind: 'stop_sell' as const, id: unitId, ...asked, ...describe('stop_sell', unitId) }]
      : []),
  ];
}

/** What there is to say of a claim, from the rows of the window. */
function describer(window: Window, unitId: string): (kind: CauseKind, id: string) => Facts {
  const own = window.units.find((row) => row.unit.id === unitId);
  const place = (at: string | null): Facts['at'] => {
    const row = window.units.find((one) => one.unit.id === at);
    if (at === null || !row) return { unitId: null, name: own?.property.name ?? '', relation: 'property' };
    const isPart = window.parts.some((one) => one.compositeId === unitId && one.partId === at);
    const relation = at === unitId ? 'unit' : isPart ? 'part' : 'whole';
    return { unitId: at, name: row.unit.name, relation };
  };
  const plain = (at: string | null, label = ''): Facts => ({
    at: place(at),
    channel: null,
    code: null,
    reservationId: null,
    label,
    calendar: null,
    tentative: false,
  });
  return (kind, id) => {
    if (kind === 'stay' || kind === 'preparation') return ofStay(window, id, plain);
    if (kind === 'closure') return ofClosure(window, id, plain);
    if (kind === 'block') {
      const block = window.blocks.find((one) => one.id === id);
      return plain(block?.unitId ?? unitId, block?.reason ?? '');
    }
    if (kind === 'found_closure') {
      const found = window.foundClosures.find((one) => one.id === id);
      return { ...plain(found?.unitId ?? unitId, found?.account ?? ''), channel: found?.provider ?? null };
    }
    if (kind === 'conflict') return plain(window.conflicts.find((one) => one.id === id)?.unitId ?? unitId);
    return plain(unitId);
  };
}

type Plain = (at: string | null, label?: string) => Facts;

function ofStay(window: Window, id: string, plain: Plain): Facts {
  const row = window.stays.find((one) => one.stay.id === id);
  if (!row) return plain(null);
  const { stay, reservation, source } = row;
  return {
    ...plain(stay.unitId, reservation.guestName ?? ''),
    channel: reservation.channel,
    code: reservation.externalId,
    reservationId: reservation.id,
    calendar: source ? { id: source.id, name: source.name } : null,
    tentative: reservation.status === 'pending',
  };
}

function ofClosure(window: Window, id: string, plain: Plain): Facts {
  const row = window.closures.find((one) => one.event.id === id);
  if (!row) return plain(null);
  return {
    ...plain(row.calendar.unitId, row.event.summary),
    channel: 'ical',
    calendar: { id: row.calendar.id, name: row.calendar.name },
    tentative: row.event.tentative,
  };
}
