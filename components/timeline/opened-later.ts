'use client';

import dynamic from 'next/dynamic';

// With a `loading` each waits inside a boundary of its own; without one the whole calendar would vanish meanwhile.
const loading = () => null;

/** What opens over the calendar, fetched when it first does: none of it is needed to look at the nights. */
export const ChooseMenu = dynamic(() => import('./choose-menu.tsx').then((module) => module.ChooseMenu), {
  loading,
});
export const Details = dynamic(() => import('./details.tsx').then((module) => module.Details), { loading });
export const FreeNight = dynamic(() => import('./free-night.tsx').then((module) => module.FreeNight), {
  loading,
});
export const Reveal = dynamic(() => import('./reveal.ts').then((module) => module.Reveal), { loading });
export const Dialogs = dynamic(() => import('./dialogs.tsx').then((module) => module.Dialogs), { loading });
export const NothingMatches = dynamic(
  () => import('./nothing-matches.tsx').then((module) => module.NothingMatches),
  { loading },
);
export const ReasonCard = dynamic(() => import('./reason-card.tsx').then((module) => module.ReasonCard), {
  loading,
});

/** On a phone the server draws it, and the page names its script; on a desk nobody needs it. */
export const Agenda = dynamic(() => import('./agenda.tsx').then((module) => module.Agenda));

/** What few look at: a year at once, and what is written into the nights. */
export const YearBars = dynamic(() => import('./year-bars.tsx').then((module) => module.YearBars), {
  loading,
});
export const CellsReader = dynamic(() => import('./cells-reader.ts').then((module) => module.CellsReader), {
  loading,
});
export const CellValues = dynamic(() => import('./cell-values.tsx').then((module) => module.CellValues), {
  loading,
});
export const StandingSigns = dynamic(
  () => import('./cell-values.tsx').then((module) => module.StandingSigns),
  {
    loading,
  },
);
