'use client';

import dynamic from 'next/dynamic';
import { later } from '#components/ui/later.tsx';

// With a `loading` each waits inside a boundary of its own; without one the whole calendar would vanish meanwhile.
const loading = () => null;

/** What opens over the calendar, fetched when it first does: none of it is needed to look at the nights. */
export const ChooseMenu = later(() => import('./choose-menu.tsx').then((module) => module.ChooseMenu));
export const FreeNight = later(() => import('./free-night.tsx').then((module) => module.FreeNight));
export const Reveal = later(() => import('./reveal.ts').then((module) => module.Reveal));
export const Dialogs = later(() => import('./dialogs.tsx').then((module) => module.Dialogs));
export const ReasonCard = later(() => import('./reason-card.tsx').then((module) => module.ReasonCard));
const loadDetails = () => import('./details.tsx').then((module) => module.Details);
export const Details = later(loadDetails);

/** What an address may ask for: the server draws it. */
export const DetailsAtOnce = dynamic(loadDetails, { loading });
export const NothingMatches = dynamic(
  () => import('./nothing-matches.tsx').then((module) => module.NothingMatches),
  { loading },
);

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
