'use client';

import dynamic from 'next/dynamic';

/** Stands in place of a page of the console that failed, and is fetched when one does; what cannot be fetched fails further out. */
export const FailedArea = dynamic(() => import('./area-error.tsx').then((module) => module.AreaError));
