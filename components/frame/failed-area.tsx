'use client';

import dynamic from 'next/dynamic';
import { Unreached } from '#components/records/failed-page.tsx';

/** Stands in place of a page of the console that failed, and is fetched when one does. */
export const FailedArea = dynamic(() =>
  import('./area-error.tsx').then(
    (module) => module.AreaError,
    () => Unreached,
  ),
);
