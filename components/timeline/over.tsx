'use client';

import { type ComponentProps, useSyncExternalStore } from 'react';
import type { Started } from './desk.ts';
import { type Keeper, nothingKept } from './keeper.ts';
import { Dialogs, ReasonCard } from './opened-later.ts';
import type { Hovered } from './reason-card.tsx';

/* What comes over the calendar while nothing in it changes: it is drawn by itself. */

/** Why the bar under the pointer, or under the focus, stands there. */
export function WhyCard({ hovers }: { hovers: Keeper<Hovered> }) {
  const hovered = useSyncExternalStore(hovers.subscribe, hovers.now, nothingKept);
  return hovered ? <ReasonCard {...hovered} /> : null;
}

export function Begun({
  starts,
  ...rest
}: { starts: Keeper<Started> } & Omit<ComponentProps<typeof Dialogs>, 'started'>) {
  const started = useSyncExternalStore(starts.subscribe, starts.now, nothingKept);
  return started ? <Dialogs started={started} {...rest} /> : null;
}
