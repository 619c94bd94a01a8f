import { dayNumber, nightAt } from '#components/format/days.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { TILE } from './canvas.ts';
import { barKey } from './layout.ts';
import { FIRST, LAST, type Span } from './position.ts';
import { numbersOf, type TimelineProperty, type TimelineUnit } from './rows.ts';
import { withBars } from './with-bars.ts';

/*
 * What stands on the units is read in tiles: four weeks of some properties. The frame, which is every property and unit
 * without bars, is read by itself; put together they are the timeline that everything else works on.
 */

/** All properties and units without bars, and what today is like in numbers. */
export type Frame = { readonly timeline: Timeline; readonly numbers: ReturnType<typeof numbersOf> };

/** @param read what stands on the units since yesterday, so that who leaves today is in it */
export function frameOf(read: Timeline, today: string): Frame {
  return {
    timeline: withBars(read, () => []),
    numbers: numbersOf(read, today),
  };
}

/** Properties that are read together: neighbours in the order of the rows. */
export type Block = { readonly key: string; readonly propertyIds: readonly string[] };

/** A tile: the number of its first day, and whose. */
export type TileName = { readonly block: Block; readonly start: number };
export type Tile = { readonly start: number; readonly timeline: Timeline };

/** About a screen and a half of rows: what is in sight is one or two blocks. */
const UNITS_OF_A_BLOCK = 40;

/** The properties cut into blocks: those of a property stay together. */
export function blocksOf(properties: readonly TimelineProperty[]): Block[] {
  const blocks: string[][] = [];
  let units = Number.POSITIVE_INFINITY;
  for (const property of properties) {
    if (units + property.units.length > UNITS_OF_A_BLOCK && units > 0) {
      blocks.push([]);
      units = 0;
    }
    blocks.at(-1)?.push(property.id);
    units += property.units.length;
  }
  return blocks.map((propertyIds) => ({ key: `${propertyIds[0]}+${propertyIds.length}`, propertyIds }));
}

const MARGIN = 7;

/** First days of the tiles that bear on a span, with some days to spare for what reaches in. */
export function tilesOf(span: Span): number[] {
  const first = dayNumber(span.from);
  const from = Math.max(Math.floor((first - MARGIN) / TILE) * TILE, FIRST);
  const to = Math.min(first + span.days + MARGIN, LAST);
  return Array.from(
    { length: Math.max(Math.ceil((to - from) / TILE), 0) },
    (_, index) => from + index * TILE,
  );
}

/** The nights of a run of tiles, as the API is asked for them. */
export function nightsOf(start: number, end: number): { from: string; to: string } {
  return { from: nightAt(start), to: nightAt(Math.min(end, LAST)) };
}

/** Tiles next to each other as one question. */
export function runsOf(starts: readonly number[], most: number): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const start of [...new Set(starts)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === start && start - last.start < most * TILE)
      runs[runs.length - 1] = { start: last.start, end: start + TILE };
    else runs.push({ start, end: start + TILE });
  }
  return runs;
}

/** Of an answer over several tiles the part of one. */
export function sliceOf(timeline: Timeline, start: number): Timeline {
  const { from, to } = nightsOf(start, start + TILE);
  return withBars(timeline, (unit) => unit.bars.filter((bar) => bar.checkIn < to && bar.checkOut > from));
}

/** Units of a tile by id, looked up once per answer. */
const indexes = new WeakMap<Timeline, ReadonlyMap<string, TimelineUnit>>();

export function unitsIn(timeline: Timeline): ReadonlyMap<string, TimelineUnit> {
  const known = indexes.get(timeline);
  if (known) return known;
  const index = new Map(
    timeline.properties.flatMap((property) => property.units.map((unit) => [unit.id, unit])),
  );
  indexes.set(timeline, index);
  return index;
}

export type Merger = (frame: Timeline, tilesOfProperty: (propertyId: string) => readonly Tile[]) => Timeline;

/**
 * Puts frame and tiles together. What did not change since the last time is the same object, so that only what did is
 * laid out and drawn again.
 */
export function merger(): Merger {
  const units = new Map<string, { of: readonly TimelineUnit[]; unit: TimelineUnit }>();
  const properties = new Map<string, TimelineProperty>();
  let last: Timeline = { properties: [] };

  const unitOf = (bare: TimelineUnit, tiles: readonly Tile[]): TimelineUnit => {
    const parts = tiles.flatMap(({ start, timeline }) => {
      const unit = unitsIn(timeline).get(bare.id);
      return unit ? [{ start, unit }] : [];
    });
    const of = [bare, ...parts.map(({ unit }) => unit)];
    const known = units.get(bare.id);
    if (known && isSame(known.of, of)) return known.unit;
    const unit = { ...bare, bars: joined(parts) };
    units.set(bare.id, { of, unit });
    return unit;
  };

  return (frame, tilesOfProperty) => {
    const next = frame.properties.map((bare) => {
      const tiles = tilesOfProperty(bare.id);
      const own = bare.units.map((unit) => unitOf(unit, tiles));
      const known = properties.get(bare.id);
      if (known && known.name === bare.name && known.timezone === bare.timezone && isSame(known.units, own))
        return known;
      const property = { ...bare, units: own };
      properties.set(bare.id, property);
      return property;
    });
    if (!isSame(last.properties, next)) last = { properties: next };
    return last;
  };
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** Bars of tiles in order, each once: what reaches over an edge stands in both. */
function joined(parts: readonly { readonly start: number; readonly unit: TimelineUnit }[]): Bar[] {
  const bars: Bar[] = [];
  const seen = new Set<string>();
  for (const { start, unit } of parts) {
    const { from, to } = nightsOf(start, start + TILE);
    for (const bar of unit.bars) {
      if (bar.checkIn < from && seen.has(barKey(bar))) continue;
      if (bar.checkOut > to) seen.add(barKey(bar));
      bars.push(bar);
    }
  }
  return bars;
}

/**
 * The properties that stand first in sight, in whole blocks: what the server reads for the first paint.
 * @param row the property or unit that is uppermost
 * @param units how many of them fill the screen
 */
export function firstProperties(
  frame: Timeline,
  asked: { readonly property: string | null; readonly row: string | null; readonly units: number },
): string[] {
  const shown = frame.properties.filter((one) => asked.property === null || one.id === asked.property);
  const top = shown.findIndex(
    (one) => one.id === asked.row || one.units.some((unit) => unit.id === asked.row),
  );
  const ids = new Set<string>();
  let units = 0;
  for (const property of shown.slice(Math.max(top, 0))) {
    if (units >= asked.units) break;
    ids.add(property.id);
    units += property.units.length;
  }
  return blocksOf(frame.properties)
    .filter((block) => block.propertyIds.some((id) => ids.has(id)))
    .flatMap((block) => block.propertyIds);
}
