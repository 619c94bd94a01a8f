import { dayNumber } from '#components/format/days.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { GROUP_HEIGHT, layoutUnit, rowHeight, type UnitLayout } from './layout.ts';
import type { Filters } from './place.ts';
import type { Span } from './position.ts';

export type TimelineProperty = Timeline['properties'][number];
export type TimelineUnit = TimelineProperty['units'][number];

export type GroupRow = {
  readonly kind: 'group';
  readonly key: string;
  readonly property: TimelineProperty;
  readonly isFolded: boolean;
  readonly height: number;
};
export type UnitRow = {
  readonly kind: 'unit';
  readonly key: string;
  readonly property: TimelineProperty;
  readonly unit: TimelineUnit;
  /** A property with one unit hides the word: the row bears the property's name. */
  readonly title: string;
  readonly isInGroup: boolean;
  readonly layout: UnitLayout;
  readonly height: number;
};
export type Row = GroupRow | UnitRow;

/**
 * The rows from top to bottom: a heading for each property of several units, then its units unless it is folded. A
 * heading counts all units of its property, also those that a filter leaves out.
 * @param all the timeline before it was filtered
 */
export function rowsOf(timeline: Timeline, all: Timeline, span: Span, folded: ReadonlySet<string>): Row[] {
  const whole = new Map(all.properties.map((property) => [property.id, property]));
  return timeline.properties.flatMap((shown): Row[] => {
    const property = whole.get(shown.id) ?? shown;
    const isGroup = property.units.length > 1;
    const isFolded = isGroup && folded.has(property.id);
    const units = isFolded ? [] : shown.units.map((unit) => unitRow(property, unit, isGroup, span));
    if (!isGroup) return units;
    return [headingOf(property, isFolded), ...units];
  });
}

const lastHeadings = new WeakMap<TimelineProperty, GroupRow>();

function headingOf(property: TimelineProperty, isFolded: boolean): GroupRow {
  const last = lastHeadings.get(property);
  if (last?.isFolded === isFolded) return last;
  const row: GroupRow = { kind: 'group', key: property.id, property, isFolded, height: GROUP_HEIGHT + 1 };
  lastHeadings.set(property, row);
  return row;
}

/** The last row of each unit: an answer that changes one property leaves the rows of the others as they are. */
const lastRows = new WeakMap<TimelineUnit, { row: UnitRow; span: Span }>();

function unitRow(property: TimelineProperty, unit: TimelineUnit, isInGroup: boolean, span: Span): UnitRow {
  const last = lastRows.get(unit);
  if (last?.span === span && last.row.property === property) return last.row;
  const row = makeUnitRow(property, unit, isInGroup, span);
  lastRows.set(unit, { row, span });
  return row;
}

function makeUnitRow(
  property: TimelineProperty,
  unit: TimelineUnit,
  isInGroup: boolean,
  span: Span,
): UnitRow {
  const layout = layoutUnit(unit.bars, span);
  const title = isInGroup ? unit.name : property.name;
  return {
    kind: 'unit',
    key: unit.id,
    property,
    unit,
    title,
    isInGroup,
    layout,
    height: rowHeight(layout.lanes),
  };
}

/** The same, counted once for a property as it was read. */
export function freeOf(property: TimelineProperty, span: Span): readonly number[] {
  const known = counts.get(property);
  if (known?.span === span) return known.free;
  const free = freePerNight(property.units, span);
  counts.set(property, { free, span });
  return free;
}

const counts = new WeakMap<TimelineProperty, { free: readonly number[]; span: Span }>();

/** How many units nothing stands on, night by night. A whole house counts no further than its parts do. */
export function freePerNight(units: readonly TimelineUnit[], span: Span): number[] {
  const first = dayNumber(span.from);
  const leaves = units.filter((unit) => unit.parts.length === 0);
  const free = Array.from({ length: span.days }, () => leaves.length);
  for (const unit of leaves) {
    const taken = new Uint8Array(span.days);
    for (const bar of unit.bars) {
      const from = Math.max(dayNumber(bar.checkIn) - first, 0);
      const to = Math.min(dayNumber(bar.checkOut) - first, span.days);
      if (from < to) taken.fill(1, from, to);
    }
    for (let day = 0; day < span.days; day++) free[day] = (free[day] ?? 0) - (taken[day] ?? 0);
  }
  return free;
}

/** The channels that stays came by, 'ical' where none is known. */
export function channelsIn(timeline: Timeline): string[] {
  return [...new Set(timeline.properties.flatMap((property) => property.units.flatMap(channelsOn)))];
}

/** Of a unit, looked through once for as long as it stays the same. */
function channelsOn(unit: TimelineUnit): readonly string[] {
  const known = channelsKnown.get(unit);
  if (known) return known;
  const stays = unit.bars.filter((bar) => bar.kind === 'stay');
  const channels = [...new Set(stays.map((bar) => bar.channel ?? 'ical'))];
  channelsKnown.set(unit, channels);
  return channels;
}

const channelsKnown = new WeakMap<TimelineUnit, readonly string[]>();

export type Narrowing = Pick<Filters, 'property' | 'q' | 'channel' | 'state' | 'clash'>;

/**
 * Only what was asked for: a property, units with something of a channel, in a state or with a clash, and a word in the
 * name of a unit, its property, a guest or a source. What did not change stays the same object.
 */
export function filtered(timeline: Timeline, asked: Narrowing): Timeline {
  const word = fold(asked.q);
  const isNarrow = asked.channel !== null || asked.state !== null || asked.clash;
  const properties = timeline.properties
    .filter((one) => asked.property === null || one.id === asked.property)
    .flatMap((property) => {
      if (!isNarrow) return [property];
      const units = property.units.filter((unit) => isWanted(unit, asked));
      return units.length > 0 ? [{ ...property, units }] : [];
    });
  if (word === '') return { properties };
  return {
    properties: properties.flatMap((property) => {
      if (fold(property.name).includes(word)) return [property];
      const units = property.units.filter(
        (unit) => fold(unit.name).includes(word) || unit.bars.some((bar) => isMeant(bar, word)),
      );
      return units.length > 0 ? [{ ...property, units }] : [];
    }),
  };
}

function isWanted(unit: TimelineUnit, { channel, state, clash }: Narrowing): boolean {
  if (clash && unit.openConflicts === 0) return false;
  if (
    channel !== null &&
    !unit.bars.some((bar) => bar.kind === 'stay' && (bar.channel ?? 'ical') === channel)
  )
    return false;
  return (
    state === null || unit.bars.some((bar) => (state === 'tentative' ? bar.tentative : bar.kind === state))
  );
}

/** Whether the bar bears the word: a search for a guest dims the rest of its row. */
export function isMeant(bar: Bar, word: string): boolean {
  const names = namesOn.get(bar) ?? [bar.label, bar.source?.name ?? ''].map(fold);
  namesOn.set(bar, names);
  return names.some((name) => name.includes(word));
}

/** Thousands of bars are looked through at every letter. */
const namesOn = new WeakMap<Bar, readonly string[]>();
const PLAIN = /^[\x20-\x7e]*$/;

/** Letters as they are looked for: without case and accents. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.trim().toLowerCase();
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** What stands on the units in a night, in numbers: who comes, who goes, how many are taken, what clashes. */
export function numbersOf(
  timeline: Timeline,
  night: string,
): { arrivals: number; departures: number; taken: number; units: number; conflicts: number } {
  const units = timeline.properties.flatMap((property) => property.units);
  const leaves = units.filter((unit) => unit.parts.length === 0);
  const ownStays = units.flatMap((unit) =>
    unit.bars.filter((bar) => bar.kind === 'stay' && bar.unitId === unit.id),
  );
  return {
    arrivals: ownStays.filter((bar) => bar.checkIn === night).length,
    departures: ownStays.filter((bar) => bar.checkOut === night).length,
    taken: leaves.filter((unit) =>
      unit.bars.some((bar) => bar.kind === 'stay' && bar.checkIn <= night && night < bar.checkOut),
    ).length,
    units: leaves.length,
    conflicts: units.reduce((sum, unit) => sum + unit.openConflicts, 0),
  };
}
