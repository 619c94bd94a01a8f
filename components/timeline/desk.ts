'use client';

import { createContext, useContext } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Nights } from './layout.ts';
import type { TimelineUnit } from './rows.ts';

export type Rights = {
  readonly book: boolean;
  readonly block: boolean;
  readonly resolve: boolean;
  readonly journal: boolean;
};

/** What somebody opens a bar for: to change it, or to ask why its nights are closed. */
export type Intent = 'change' | 'why';

/** A form, with the nights that were chosen for it, or the help. */
export type Started = {
  readonly what: 'booking' | 'block' | 'help';
  readonly chosen: (Nights & { readonly unitId: string }) | null;
};

/** What any part of the timeline may start. Stable, so that rows are not drawn again for it. */
export type Desk = {
  readonly rights: Rights;
  readonly open: (bar: Bar, unit: TimelineUnit, intent?: Intent) => void;
  /** @param at read only if the pointer stays: where a bar stands is dear to know while rows are drawn */
  readonly hover: (over: { bar: Bar; unit: TimelineUnit; at: () => DOMRect } | null) => void;
  /** Asks what to do with free nights: beside the place they were chosen at. */
  readonly choose: (unit: TimelineUnit, nights: Nights, at: DOMRect) => void;
  /** Opens a form, with the nights that were chosen, or the help. */
  readonly start: (what: Started['what']) => void;
};

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('invariant: timeline parts stand inside a DeskProvider');
  return desk;
}
