'use client';

import { BAR, laneTop, type Nights, place } from './layout.ts';
import type { Span } from './position.ts';
import type { BarWords } from './use-bar-words.ts';

/** The nights under the pointer while they are chosen, in words. */
export function Ghost({ nights, span, words }: { nights: Nights; span: Span; words: BarWords }) {
  const at = place(nights, span);
  if (!at) return null;
  return (
    <span
      data-ghost
      style={{ left: `${at.left * 100}%`, width: `${at.width * 100}%`, top: laneTop(0), height: BAR }}
      className="ghost"
    >
      <span className="tnum absolute bottom-full left-0 mb-1 whitespace-nowrap rounded-md bg-ink px-2 py-0.5 font-medium text-canvas text-sm">
        {words.stay(nights)}, {words.nights(nights)}
      </span>
    </span>
  );
}
