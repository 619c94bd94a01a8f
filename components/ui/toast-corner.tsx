'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { onFirstToast } from './toast.ts';

const Toaster = dynamic(() => import('./toaster.tsx').then((module) => module.Toaster), { ssr: false });

/** Fetches what draws toasts with the first press, so that it listens before the press has an outcome. */
export function ToastCorner({ region }: { region: string }) {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (isWanted) return;
    const want = () => setWanted(true);
    const stop = onFirstToast(want);
    window.addEventListener('pointerdown', want);
    window.addEventListener('keydown', want);
    return () => {
      stop();
      window.removeEventListener('pointerdown', want);
      window.removeEventListener('keydown', want);
    };
  }, [isWanted]);
  return isWanted ? <Toaster region={region} /> : null;
}
