'use client';

import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import type { Choice, Draft } from './draft.ts';

export type Step = 'choose' | 'preview' | 'done';
const Kept = z.object({
  draft: z.record(
    z.string(),
    z.object({
      unitIds: z.array(z.string()),
      ratePlanId: z.string().nullable().optional(),
      markupBp: z.int().nullable().optional(),
    }),
  ),
  step: z.enum(['choose', 'preview']),
});

/** What was chosen and where one stood, kept in this browser until it is saved: leaving loses nothing. */
export function useDraft(connectionId: string) {
  const key = `mapping:${connectionId}`;
  const [draft, setDraft] = useState<Draft>({});
  const [step, setStep] = useState<Step>('choose');
  const [isRead, setRead] = useState(false);

  useEffect(() => {
    const kept = read(key);
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

function read(key: string): z.infer<typeof Kept> | null {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return null; // nothing kept, or by another version: start over
  }
}
