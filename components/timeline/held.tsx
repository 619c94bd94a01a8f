'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { dayNumber } from '#components/format/days.ts';
import { type GridReach, useGridReach } from './grid-place.ts';
import { HeldGhost } from './held-ghost.tsx';
import { useRefusal, useShortPreview } from './move-preview.tsx';
import { metThere } from './moving.ts';
import type { UnitRow } from './rows.ts';
import type { Held } from './target.ts';
import { useBarWords } from './use-bar-words.ts';
import { useMovePreview } from './use-move-preview.ts';
import { moving } from './use-moving.ts';

const load = () => import('./move-dialog.tsx');
// With a `loading` it waits inside a boundary of its own; without one the whole calendar would vanish meanwhile.
const MoveDialog = dynamic(load, { loading: () => null });

type Props = { units: readonly UnitRow[]; titleOf: (unitId: string) => string };

/** The bar in the hand, and the question once it is let down. */
export function HeldParts({ held, units, titleOf }: Props & { held: Held }) {
  const t = useTranslations('moves');
  const words = useBarWords();
  const reach = useGridReach();
  useFollowed(held, reach);
  useEffect(() => void load(), []); // there by the time it is let down
  return (
    <>
      {createPortal(<HeldGhost held={held} units={units} reach={reach} />, document.body)}
      {held.isDown ? <MoveDialog held={held} titleOf={titleOf} onClose={() => moving.letGo()} /> : null}
      {held.how === 'keys' && !held.isDown ? (
        <p className="fixed bottom-4 left-1/2 z-40 w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-md bg-ink px-3 py-1.5 text-canvas text-sm print:hidden">
          {t('aloud.picked', { who: words.fullName(held.bar) })}
        </p>
      ) : null}
    </>
  );
}

/** What is read out of it; else what there is to say otherwise. */
export function Said({ held, units, titleOf, note }: Props & { held: Held | null; note: string }) {
  return useSaid(held, units, titleOf) || note;
}

/** What is read out while keys hold it: first how, then where it is, then what would come of it. */
function useSaid(held: Held | null, units: readonly UnitRow[], titleOf: (unitId: string) => string): string {
  const t = useTranslations('moves');
  const words = useBarWords();
  const short = useShortPreview();
  const refusal = useRefusal();
  const byKeys = held?.how === 'keys' && !held.isDown ? held : null;
  const { preview, isMoved } = useMovePreview(byKeys);
  const wasHeld = useRef(false);
  const back = wasHeld.current && held === null ? t('aloud.back') : '';
  useEffect(() => {
    wasHeld.current = held !== null && !held.isDown;
  }, [held]);
  if (!byKeys) return back;
  if (!isMoved) return t('aloud.picked', { who: words.fullName(byKeys.bar) });
  const { to } = byKeys;
  const where = t('aloud.at', { unit: titleOf(to.unitId), stay: words.stay(to), nights: words.nights(to) });
  if (preview?.refusal) return `${where}. ${refusal(preview.refusal).join(' ')}`;
  if (preview)
    return `${where}. ${t('aloud.free', {
      told: short(preview)
        .map((one) => one.text)
        .join('. '),
    })}`;
  const met = metThere(byKeys, units.find((row) => row.unit.id === to.unitId)?.unit);
  return met ? `${where}. ${t('aloud.met', { who: words.fullName(met) })}` : where;
}

/** Keys may take it out of sight: the grid follows. */
function useFollowed(held: Held | null, reach: GridReach): void {
  const to = held?.how === 'keys' && !held.isDown ? held.to : null;
  useEffect(() => {
    const box = document.querySelector<HTMLElement>('.timeline [role=grid]');
    if (!to || !box) return;
    const { span, left, top, dayWidth, rows } = reach.place();
    const row = rows.find((one) => one.unitId === to.unitId);
    const first = dayNumber(span.from);
    const from = left + (dayNumber(to.checkIn) - first) * dayWidth;
    const until = left + (dayNumber(to.checkOut) - first + 1) * dayWidth;
    const edge = box.getBoundingClientRect();
    const names = box.querySelector('[role=rowheader]')?.getBoundingClientRect().width ?? 0;
    const head = box.querySelector('[role=columnheader]')?.getBoundingClientRect().height ?? 0;
    const x = from < edge.left + names ? from - edge.left - names : Math.max(until - edge.right, 0);
    const y = row
      ? top + row.top < edge.top + head
        ? top + row.top - edge.top - head
        : Math.max(top + row.top + row.height - edge.bottom, 0)
      : 0;
    if (x !== 0 || y !== 0) box.scrollBy({ left: x, top: y });
  }, [to, reach]);
}
