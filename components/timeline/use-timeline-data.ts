'use client';

import {
  type QueryClient,
  type UseQueryResult,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { useIsLive } from '#components/api/live.ts';
import { addDays, dayNumber } from '#components/format/days.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { type Days, TILE } from './canvas.ts';
import { type LeanTimeline, wholeTimeline } from './lean.ts';
import type { Span } from './position.ts';
import { readTile } from './read-tiles.ts';
import {
  type Block,
  blocksOf,
  type Frame,
  frameOf,
  merger,
  sliceOf,
  type Tile,
  type TileName,
  tilesOf,
} from './tiles.ts';

/** What the server read for the first paint: the frame, and tiles of the first blocks in sight. */
export type Loaded = {
  readonly frame: Frame;
  readonly starts: readonly number[];
  readonly timeline: LeanTimeline;
};
/** Of which days and properties the bars are needed; null: of all. */
export type Need = { readonly span: Span; readonly propertyIds: readonly string[] | null };

/** Without live updates; with them only against what none of them told. */
const EVERY_MS = 15_000;
const LIVE_EVERY_MS = 60_000;
/** Tiles are not forgotten while one looks elsewhere for a moment. */
const KEPT_MS = 600_000;
const KEY = 'timeline';

const keyOf = ({ block, start }: TileName) => [KEY, 'tile', block.key, start] as const;
const nameOf = ({ block, start }: TileName) => `${block.key}/${start}`;

async function readFrame(today: string, signal: AbortSignal): Promise<Frame> {
  const asked = `from=${addDays(today, -1)}&to=${addDays(today, 1)}`;
  return frameOf(await call<Timeline>('GET', `/api/timeline?${asked}`, undefined, signal), today);
}

/**
 * The bars around what is in sight: what the server drew first, then asked again when a change is told
 * (components/api/live.ts), every 15 seconds where nothing is, and whenever the page is looked at again, so that a new
 * booking appears by itself. Tiles next to those in sight are fetched ahead; what was read once stays until it is new.
 */
export function useTimelineData(need: Need, first: Loaded, today: string, canvas: Span) {
  const client = useQueryClient();
  const refetchInterval = useIsLive() ? LIVE_EVERY_MS : EVERY_MS;
  const again = {
    refetchInterval,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
    gcTime: KEPT_MS,
  } as const;
  const frame = useQuery({
    queryKey: [KEY, 'frame', today],
    queryFn: ({ signal }) => readFrame(today, signal),
    initialData: first.frame,
    ...again,
  });
  const { timeline: bare, numbers } = frame.data;
  const blocks = useMemo(() => blocksOf(bare.properties), [bare]);
  const wanted = useMemo(() => namesOf(need, blocks), [need, blocks]);
  const initial = useInitial(first, blocks);
  const results = useQueries({
    queries: wanted.map((tile) => {
      const known = initial.get(nameOf(tile));
      return {
        queryKey: keyOf(tile),
        queryFn: () => readTile(tile),
        ...(known ? { initialData: known } : {}),
        ...again,
      };
    }),
  });
  useAhead(client, need, wanted, results);
  /** Of all properties, so that it is here by the time that somebody has typed a word: it may stand on any bar. */
  const readAll = useCallback(() => {
    for (const tile of namesOf({ ...need, propertyIds: null }, blocks)) void ahead(client, tile);
  }, [client, need, blocks]);

  const read = useKnown(wanted, results);
  // Laid out and drawn in pieces: whoever types meanwhile does not wait for all of it.
  const known = useDeferredValue(read);
  const [merge] = useState(merger);
  const blockOf = useMemo(
    () => new Map(blocks.flatMap((block) => block.propertyIds.map((id) => [id, block.key]))),
    [blocks],
  );
  const tilesOfBlock = useMemo(() => byBlock(known), [known]);
  const timeline = useMemo(
    () => merge(bare, (propertyId) => tilesOfBlock.get(blockOf.get(propertyId) ?? '') ?? []),
    [merge, bare, tilesOfBlock, blockOf],
  );
  const unread = useUnread(tilesOfBlock, canvas);
  const unreadOf = useCallback(
    (propertyId: string) => unread(blockOf.get(propertyId) ?? ''),
    [unread, blockOf],
  );

  const problem = [frame, ...results].find((query) => query.error)?.error ?? null;
  return {
    timeline,
    /** All units, without bars. */
    frame: bare,
    numbers,
    /** Days of the canvas of which a property's bars were not read: an empty cell then says nothing. */
    unreadOf,
    /** False while bars of what is in sight may be missing. */
    isWhole: known === read && results.every((query) => query.data !== undefined),
    problem: problem ? toProblem(problem) : null,
    /** When the bars were last known to be right. */
    readAtMs: Math.min(frame.dataUpdatedAt, ...results.map((query) => query.dataUpdatedAt)),
    readAll,
    retry: () => void client.refetchQueries({ queryKey: [KEY], type: 'active' }),
  };
}

function namesOf(need: Need, blocks: readonly Block[]): TileName[] {
  const ids = need.propertyIds === null ? null : new Set(need.propertyIds);
  const starts = tilesOf(need.span);
  return blocks
    .filter((block) => ids === null || block.propertyIds.some((id) => ids.has(id)))
    .flatMap((block) => starts.map((start) => ({ block, start })));
}

/** The tiles that the page came with, by name. */
function useInitial(first: Loaded, blocks: readonly Block[]): ReadonlyMap<string, Timeline> {
  const [tiles] = useState(() => {
    const { properties } = wholeTimeline(first.timeline);
    const came = new Set(properties.map((property) => property.id));
    return new Map(
      blocks
        .filter((block) => block.propertyIds.every((id) => came.has(id)))
        .flatMap((block) => {
          const own = properties.filter((property) => block.propertyIds.includes(property.id));
          return first.starts.map((start) => [nameOf({ block, start }), sliceOf({ properties: own }, start)]);
        }),
    );
  });
  return tiles;
}

/**
 * Asks for the tiles before and after those in sight, once these are there. A failure is told once somebody goes there.
 * Where all units are looked through there is nobody who could scroll on before they are there.
 */
function useAhead(
  client: QueryClient,
  { propertyIds }: Need,
  wanted: readonly TileName[],
  results: readonly UseQueryResult<Timeline>[],
): void {
  const isThere = propertyIds !== null && results.every((query) => query.data !== undefined);
  useEffect(() => {
    if (!isThere) return;
    for (const block of new Set(wanted.map((tile) => tile.block))) {
      const starts = wanted.filter((tile) => tile.block === block).map((tile) => tile.start);
      for (const start of [Math.min(...starts) - TILE, Math.max(...starts) + TILE]) {
        void ahead(client, { block, start });
      }
    }
  }, [client, wanted, isThere]);
}

function ahead(client: QueryClient, tile: TileName): Promise<void> {
  return client.prefetchQuery({ queryKey: keyOf(tile), queryFn: () => readTile(tile), gcTime: KEPT_MS });
}

type Known = ReadonlyMap<string, TileName & { readonly timeline: Timeline }>;

/** All tiles that were read, also those that are out of sight by now. The same map until one of them is new. */
function useKnown(wanted: readonly TileName[], results: readonly UseQueryResult<Timeline>[]): Known {
  const known = useRef<Known>(new Map());
  const fresh = wanted.flatMap((tile, index) => {
    const timeline = results[index]?.data;
    return timeline && known.current.get(nameOf(tile))?.timeline !== timeline ? [{ ...tile, timeline }] : [];
  });
  if (fresh.length > 0)
    known.current = new Map([...known.current, ...fresh.map((tile) => [nameOf(tile), tile] as const)]);
  return known.current;
}

function byBlock(known: Known): ReadonlyMap<string, readonly Tile[]> {
  const groups = new Map<string, Tile[]>();
  for (const { block, start, timeline } of known.values()) {
    const own = groups.get(block.key) ?? [];
    groups.set(block.key, own);
    own.push({ start, timeline });
  }
  for (const tiles of groups.values()) tiles.sort((a, b) => a.start - b.start);
  return groups;
}

/** Of each block the days that were not read; the same array until one of them is. */
function useUnread(tiles: ReadonlyMap<string, readonly Tile[]>, canvas: Span) {
  const last = useRef(new Map<string, readonly Days[]>());
  return useMemo(() => {
    const said = new Map<string, readonly Days[]>();
    return (block: string): readonly Days[] => {
      const known = said.get(block);
      if (known) return known;
      const next = unreadIn(tiles.get(block) ?? [], canvas);
      const before = last.current.get(block);
      const isSame =
        before?.length === next.length && before.every((one, at) => one.start === next[at]?.start);
      const days = before && isSame ? before : next;
      said.set(block, days);
      last.current.set(block, days);
      return days;
    };
  }, [tiles, canvas]);
}

/** Tile by tile, so that one which comes leaves the others as they are drawn. */
function unreadIn(tiles: readonly Tile[], canvas: Span): Days[] {
  const read = new Set(tiles.map((tile) => tile.start));
  const first = dayNumber(canvas.from);
  return Array.from({ length: canvas.days / TILE }, (_, index) => index * TILE)
    .filter((start) => !read.has(first + start))
    .map((start) => ({ start, end: start + TILE }));
}

/** Reads everything again: after a write. Resolves once what is in sight is new. */
export function useReread(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [KEY] });
}
