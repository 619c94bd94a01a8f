'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Choice, Draft } from './draft.ts';
import { readKept } from './kept.ts';

export type Step = 'choose' | 'preview' | 'done';

/** What was chosen and where one stood, kept in this browser until it is saved: leaving loses nothing. */
export function useDraft(connectionId: string) {
  const key = `mapping:${connectionId}`;
  const [draft, setDraft] = useState<Draft>({});
  const [step, setStep] = useState<Step>('choose');
  const [isRead, setRead] = useState(false);

  useEffect(() => {
    const kept = readKept(localStorage.getItem(key));
    if (kept) {
      setDraft(kept.draft);
      setStep(kept.step);
    }
    setRead(true);
  }, [key]);

  useEffect(() => {
    if (!isRead) return;
    if (step === 'done' || (Object.keys(draft).length === 0 && step === 'choose')) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, JSON.stringify({ draft, step }));
    }
  }, [key, draft, step, isRead]);

  const choose = useCallback((listingId: string, choice: Choice) => {
    setDraft((was) => ({ ...was, [listingId]: { ...was[listingId], ...choice } }));
  }, []);
  const forget = useCallback(() => setDraft({}), []);
  return { draft, step, choose, setStep, forget };
}
