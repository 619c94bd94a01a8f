'use client';

import dynamic from 'next/dynamic';

/** What opens over the calendar, fetched when it first does: none of it is needed to look at the nights. */
export const ChooseMenu = dynamic(() => import('./choose-menu.tsx').then((module) => module.ChooseMenu));
export const Details = dynamic(() => import('./details.tsx').then((module) => module.Details));
export const FreeNight = dynamic(() => import('./free-night.tsx').then((module) => module.FreeNight));
export const Dialogs = dynamic(() => import('./dialogs.tsx').then((module) => module.Dialogs));

/** On a phone the server draws it, and the page names its script; on a desk nobody needs it. */
export const Agenda = dynamic(() => import('./agenda.tsx').then((module) => module.Agenda));
