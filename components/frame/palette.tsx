'use client';

import { useEffect, useRef, useState } from 'react';
import { afterPress } from '#components/ui/after-press.ts';
import type { Place } from './nav.ts';
import { PALETTE_EVENT } from './palette-event.ts';
import type { PaletteRights } from './palette-rights.ts';

const load = () => import('./palette-dialog.tsx');

type Props = {
  hidden: readonly Place[];
  may: PaletteRights;
};

/**
 * Listens for ⌘K, and fetches the palette with the first sign of it: the pressed ⌘ alone. What is typed until it is here
 * is kept for it.
 */
export function Palette(offers: Props) {
  const [open, setOpen] = useState(false);
  const [here, setHere] = useState<typeof import('./palette-dialog.tsx') | null>(null);
  const [wasAsked, setAsked] = useState(false);
  const typed = useRef('');
  const there = wasAsked ? here : null;

  useEffect(() => {
    const want = () => void load().then(setHere, () => setOpen(false));
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Meta' || event.key === 'Control') return want();
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      want();
      afterPress(() => setAsked(true)); // to draw it for the first time takes the longest
      setOpen((was) => !was);
    };
    const onAsk = () => {
      want();
      setAsked(true);
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener(PALETTE_EVENT, onAsk);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener(PALETTE_EVENT, onAsk);
    };
  }, []);

  useEffect(() => {
    if (!open || there) return;
    const keep = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'Escape') setOpen(false);
      else if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1);
      else if ([...event.key].length === 1) typed.current += event.key;
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', keep, true);
    return () => window.removeEventListener('keydown', keep, true);
  }, [open, there]);

  if (!there) return null;
  return <there.PaletteDialog {...offers} open={open} setOpen={setOpen} typed={typed.current} />;
}
