'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { afterPaint } from './after-paint.ts';
import { onFirstToast } from './toast.ts';
import { loadRadix } from './use-radix.ts';

const Toaster = dynamic(() => import('./toaster.tsx').then((module) => module.Toaster), { ssr: false });

/** Fetches what draws toasts, menus and dialogs with the first press, so that it is here before the press has an outcome. */
export function ToastCorner({ region }: { region: string }) {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (isWanted) return;
    const want = () => setWanted(true);
    const stop = onFirstToast(want);
    const press = () =>
      afterPaint(() => {
        want();
        loadRadix();
      });
    window.addEventListener('pointerdown', press);
    window.addEventListener('keydown', press);
    return () => {
      stop();
      window.removeEventListener('pointerdown', press);
      window.removeEventListener('keydown', press);
    };
  }, [isWanted]);
  return isWanted ? <Toaster region={region} /> : null;
}
