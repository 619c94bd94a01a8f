'use client';

import { type ReactNode, Suspense, useState } from 'react';

/** Keeps the shape that a page came in: in the other, everything within would begin anew. */
export function Arrival(props: { isWhole: boolean; skeleton: ReactNode; children: ReactNode }) {
  const [isWhole] = useState(props.isWhole);
  return isWhole ? props.children : <Suspense fallback={props.skeleton}>{props.children}</Suspense>;
}
