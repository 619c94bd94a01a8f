import { addDays, dayNumber, weekdayOf } from '#components/format/days.ts';
import { fold } from '#components/timeline/rows.ts';
import type { Explanation, RateGrid } from '#lib/domain/explain/schemas.ts';
import { minorDigits } from '#lib/kernel/currency.ts';

export type RateUnit = RateGrid['items'][number];
export type SetNight = RateUnit['nights'][number];
export type ChannelState = RateUnit['channels'][number]['runs'][number]['state'];
export type Taken = Explanation['state'];

export type UnitRow = {
  readonly kind: 'unit';
  readonly key: string;
  readonly unit: RateUnit;
  /** A property with one unit hides the word: the row bears the property's name. */
  readonly title: string;
  readonly isInGroup: boolean;
  readonly nights: ReadonlyMap<string, SetNight>;
};
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly name: string; readonly units: number }
  | UnitRow;

export const ROW = 53;
export const GROUP = 29;

/** Every property of several units as a heading and its units; a filter keeps units and properties whose name has the word. */
export function rowsOf(items: readonly RateUnit[], asked: { q: string; property: string | null }): Row[] {
  const word = fold(asked.q);
  const rows: Row[] = [];
  for (const units of Map.groupBy(items, (unit) => unit.propertyId).values()) {
    const [first] = units;
    if (!first || (asked.property !== null && first.propertyId !== asked.property)) continue;
    const isGroup = units.length > 1;
    const isWholly = fold(first.property).includes(word);
    const shown = units.filter((unit) => isWholly || fold(unit.name).includes(word));
    if (isGroup && shown.length > 0)
      rows.push({ kind: 'group', key: first.propertyId, name: first.property, units: units.length });
    for (const unit of shown) {
      rows.push({
        kind: 'unit',
        key: unit.unitId,
        unit,
        title: isGroup ? unit.name : unit.property,
        isInGroup: isGroup,
        nights: nightsOf(unit),
      });
    }
  }
  return rows;
}

const known = new WeakMap<RateUnit, ReadonlyMap<string, SetNight>>();
function nightsOf(unit: RateUnit): ReadonlyMap<string, SetNight> {
  const found = known.get(unit) ?? new Map(unit.nights.map((night) => [night.night, night]));
  known.set(unit, found);
  return found;
}

/** What stands at this night of runs of nights, in order; null where none does. */
export function runAt<R extends { readonly from: string; readonly to: string }>(
  runs: readonly R[],
  night: string,
): R | null {
  return runs.find((run) => run.from <= night && night < run.to) ?? null;
}

/** From what needs a look at once to what is well. */
const BY_WEIGHT: readonly ChannelState[] = ['failed', 'drift', 'unsent', 'sent', 'not_known', 'confirmed'];

export function worstOf(states: readonly ChannelState[]): ChannelState | null {
  return BY_WEIGHT.find((state) => states.includes(state)) ?? null;
}

/** Units of rows, and nights from the first to the last, both meant. */
export type Selection = { readonly unitIds: readonly string[]; readonly from: string; readonly last: string };
export type Corner = { readonly unitId: string; readonly night: string };

/** The cells between two corners, whichever way round. */
export function between(units: readonly UnitRow[], a: Corner, b: Corner): Selection | null {
  const [one, other] = [a, b].map((corner) => units.findIndex((row) => row.unit.unitId === corner.unitId));
  if (one === undefined || other === undefined || one < 0 || other < 0) return null;
  const [from, last] = [a.night, b.night].sort();
  return {
    unitIds: units.slice(Math.min(one, other), Math.max(one, other) + 1).map((row) => row.unit.unitId),
    from: from ?? a.night,
    last: last ?? b.night,
  };
}

export function isIn(selection: Selection | null, unitId: string, night: string): boolean {
  return (
    selection !== null &&
    selection.from <= night &&
    night <= selection.last &&
    selection.unitIds.includes(unitId)
  );
}

/** The nights of a range that fall on some days of the week; 1 is Monday. */
export function nightsMeant(from: string, last: string, weekdays: readonly number[]): string[] {
  const nights: string[] = [];
  for (let night = from; night <= last; night = addDays(night, 1))
    if (weekdays.includes(weekdayOf(dayNumber(night)) + 1)) nights.push(night);
  return nights;
}

/** What all of these nights have in common; undefined where they differ. */
export function commonOf<K extends keyof SetNight>(
  units: readonly UnitRow[],
  nights: readonly string[],
  field: K,
): SetNight[K] | null | undefined {
  let common: SetNight[K] | null | undefined;
  let isFirst = true;
  for (const row of units) {
    for (const night of nights) {
      const value = row.nights.get(night)?.[field] ?? null;
      if (!isFirst && value !== common) return undefined;
      common = value;
      isFirst = false;
    }
  }
  return common ?? null;
}

/** An amount as people type it ("120", "120,50", "1 200.5") in minor units; null where it is none. */
export function parseAmount(text: string, currency: string): number | null {
  const match = /^([-−]?)(\d{1,11})(?:[.,](\d+))?$/.exec(text.replace(/[\s  ']/g, ''));
  const digits = minorDigits(currency);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) return null;
  const amount = Number(`${match[2]}${fraction.padEnd(digits, '0')}`);
  return match[1] ? -amount : amount;
}

/** A percent as people type it, in hundredths of one; null where it is none. */
export function parsePercent(text: string): number | null {
  const match = /^([-−+]?)(\d{1,4})(?:[.,](\d{1,2}))?%?$/.exec(text.replace(/\s/g, ''));
  if (!match) return null;
  const bp = Number(`${match[2]}${(match[3] ?? '').padEnd(2, '0')}`);
  return /[-−]/.test(match[1] ?? '') ? -bp : bp;
}

/** Hundredths of a percent as people write a percent: "12.5", in the reader's own signs. */
export function sayPercent(locale: string, bp: number): string {
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, { maximumFractionDigits: 2 })
    .format(bp / 100)
    .replace(/\s/g, '');
}

/** A price in a cell: no currency, and no decimals where there are none. */
export function sayPrice(locale: string, minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const isWhole = minor % 10 ** digits === 0;
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
    minimumFractionDigits: isWhole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}

/** Shortest and longest stay in signs: "2+", "2–7", "≤7". */
export function stayOf(night: SetNight | undefined): string {
  const { minStay = null, maxStay = null } = night ?? {};
  if (minStay === null) return maxStay === null ? '' : `≤${maxStay}`;
  return maxStay === null ? `${minStay}+` : `${minStay}–${maxStay}`;
}
