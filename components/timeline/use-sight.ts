'use client';

import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { Span } from './position.ts';
import type { Row } from './rows.ts';
import type { Seen } from './sight.ts';
import { blocksOf, firstProperties, tilesOf } from './tiles.ts';
import type { Place } from './use-position.ts';
import type { Need } from './use-timeline-data.ts';

/** Units that fill a tall screen. */
const UNITS_IN_SIGHT = 26;

/**
 * Of which days and properties the bars are needed: what the grid says is in sight. A word that is looked for may stand
 * on any bar, and a phone lists all units: then of all properties.
 */
export function useSight({
  place,
  span,
  isPhone,
  frame,
}: {
  place: Place;
  span: Span;
  isPhone: boolean;
  frame: Timeline;
}): { need: Need; rows: RefObject<readonly Row[]>; onSee: (seen: Seen) => void } {
  const rows = useRef<readonly Row[]>([]);
  const [seen, setSeen] = useState<{ span: Span; propertyIds: readonly string[] }>(() => ({
    span,
    propertyIds: firstProperties(frame, { ...place, units: UNITS_IN_SIGHT }),
  }));
  const blocks = useMemo(() => blocksOf(frame.properties), [frame]);
  const onSee = useCallback(
    ({ span: days, first, last }: Seen) => {
      const inSight = new Set(rows.current.slice(first, last + 1).map((row) => row.property.id));
      // Whole blocks, as they are read: a row more or less asks for nothing new, and draws nothing again.
      const ids = blocks
        .filter((block) => block.propertyIds.some((id) => inSight.has(id)))
        .flatMap((block) => block.propertyIds);
      setSeen((was) => {
        const isSame =
          tilesOf(was.span).join() === tilesOf(days).join() && was.propertyIds.join() === ids.join();
        return isSame || ids.length === 0 ? was : { span: days, propertyIds: ids };
      });
    },
    [blocks],
  );
  const isOfAll = isPhone || place.q !== '' || place.channel !== null || place.state !== null;
  const days = isPhone ? span : seen.span;
  const need = useMemo(
    () => ({ span: days, propertyIds: isOfAll ? null : seen.propertyIds }),
    [days, isOfAll, seen.propertyIds],
  );
  return { need, rows, onSee };
}
