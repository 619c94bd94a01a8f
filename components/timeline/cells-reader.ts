'use client';

import { useQueries } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { call } from '#components/api/client.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { Cells } from '#lib/domain/explain/schemas.ts';
import { TILE } from './canvas.ts';
import { type CellItem, joinedRuns, type RowCellRuns } from './cells.ts';
import type { Shown } from './shown.ts';
import { blocksOf, nightsOf, type TileName, tilesOf } from './tiles.ts';
import type { Need } from './use-timeline-data.ts';

/** How often they are asked again where no news comes. */
const EVERY_MS = 60_000;
const KEPT_MS = 600_000;

/** What is written into a unit's nights; null where nothing is to be. */
export type CellsOf = (unitId: string) => RowCellRuns | null;

type Asked = { readonly show: Shown; readonly need: Need; readonly frame: Timeline };

/** Draws nothing: reads while something is to be written into the nights, and hands on what it read. */
export function CellsReader({ onRead, ...asked }: Asked & { onRead: (cellsOf: CellsOf) => void }) {
  const cellsOf = useCells(asked);
  useLayoutEffect(() => onRead(cellsOf), [onRead, cellsOf]);
  return null;
}

/** Of the rows in sight, tile by tile as their bars are. What was read stays while one scrolls on. */
function useCells({ show, need, frame }: Asked): CellsOf {
  const wanted = useMemo(() => {
    const ids = need.propertyIds && new Set(need.propertyIds);
    const starts = tilesOf(need.span);
    return blocksOf(frame.properties)
      .filter((block) => ids === null || block.propertyIds.some((id) => ids.has(id)))
      .flatMap((block) => starts.map((start) => ({ block, start })));
  }, [need, frame]);
  const results = useQueries({
    queries: wanted.map((tile) => ({
      // Under the timeline's key: what changes the bars may change what is written beside them.
      queryKey: ['timeline', 'cells', show, tile.block.key, tile.start],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(show, tile, signal),
      refetchInterval: EVERY_MS,
      gcTime: KEPT_MS,
    })),
  });

  const known = useRef(new Map<string, { start: number; cells: Cells }>());
  let isNew = false;
  results.forEach(({ data }, index) => {
    const tile = wanted[index];
    if (!data || !tile) return;
    const name = `${show}/${tile.block.key}/${tile.start}`;
    if (known.current.get(name)?.cells === data) return;
    known.current.set(name, { start: tile.start, cells: data });
    isNew = true;
  });
  const version = useRef(0);
  if (isNew) version.current += 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer makes a new version
  return useMemo(() => {
    const units = new Map<string, { start: number; item: CellItem }[]>();
    for (const { start, cells } of known.current.values()) {
      if (cells.show !== show) continue;
      for (const item of cells.items) {
        const own = units.get(item.unitId) ?? [];
        units.set(item.unitId, own);
        own.push({ start, item });
      }
    }
    const rows = new Map<string, RowCellRuns | null>();
    return (unitId: string) => {
      const done = rows.get(unitId);
      if (done !== undefined) return done;
      const parts = (units.get(unitId) ?? []).sort((a, b) => a.start - b.start).map((part) => part.item);
      const row = parts[0]
        ? { show, currency: parts[0].currency, runs: joinedRuns(parts.map((part) => part.runs)) }
        : null;
      rows.set(unitId, row);
      return row;
    };
  }, [show, version.current]);
}

function read(show: Shown, { block, start }: TileName, signal: AbortSignal): Promise<Cells> {
  const { from, to } = nightsOf(start, start + TILE);
  const asked = new URLSearchParams({ from, to, show });
  return call<Cells>(
    'GET',
    `/api/timeline/cells?${asked}&properties=${block.propertyIds.join(',')}`,
    undefined,
    signal,
  );
}
