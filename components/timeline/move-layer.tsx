'use client';

import { useTranslations } from 'next-intl';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useDesk } from './desk.ts';
import { HeldParts, Said } from './held.tsx';
import type { Row, UnitRow } from './rows.ts';
import { useDragNights } from './use-drag-nights.ts';
import { useMoveKeys } from './use-move-keys.ts';
import { useMovePointer } from './use-move-pointer.ts';
import { useMoving } from './use-moving.ts';
import { usePaperKey } from './use-paper-key.ts';

/**
 * What is held over the grid, by pointer or by keys, and the question once it is let down; and what else only a hand needs.
 * @param heard what was pressed before this was here, and after it that it was let go, if it was
 */
export const MoveLayer = memo(function MoveLayer({
  rows,
  heard,
}: {
  rows: readonly Row[];
  heard: RefObject<readonly Event[]>;
}) {
  const t = useTranslations('moves');
  const desk = useDesk();
  const held = useMoving();
  const [wasEver, setEver] = useState(false);
  if (held && !wasEver) setEver(true);
  const [note, setNote] = useState('');
  const units = useMemo(() => rows.filter((row): row is UnitRow => row.kind === 'unit'), [rows]);
  const titleOf = (unitId: string) => {
    const row = units.find((one) => one.unit.id === unitId);
    return row?.isInGroup ? `${row.property.name}, ${row.title}` : (row?.title ?? '');
  };
  useMoveKeys(units, desk.rights, (bar) => setNote(t(bar ? 'refused.elsewhere' : 'aloud.none')), heard);
  useMovePointer(units, desk, heard);
  useDragNights(units, desk, heard);
  usePaperKey();
  useEffect(() => {
    heard.current = [];
  }, [heard]);
  const isHeld = held !== null && !held.isDown;
  useEffect(() => {
    if (isHeld) desk.hover(null);
  }, [isHeld, desk]);

  return (
    <>
      <p aria-live="assertive" className="sr-only">
        {wasEver ? <Said held={held} units={units} titleOf={titleOf} note={note} /> : note}
      </p>
      {note && !held ? <Hint text={note} onDone={() => setNote('')} /> : null}
      {held ? <HeldParts held={held} units={units} titleOf={titleOf} /> : null}
    </>
  );
});

/** Why nothing was picked up, for a moment, where it can be seen. */
function Hint({ text, onDone }: { text: string; onDone: () => void }) {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const timer = setTimeout(() => done.current(), 4000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="fixed bottom-4 left-1/2 z-40 w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-md bg-ink px-3 py-1.5 text-canvas text-sm print:hidden">
      {text}
    </p>
  );
}
