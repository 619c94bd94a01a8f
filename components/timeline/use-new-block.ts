'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { useFieldErrors } from '#components/api/field-errors.ts';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import type { Block } from '#lib/domain/blocks/schemas.ts';
import type { BlockKind } from './block-kinds.ts';
import type { Nights } from './layout.ts';
import { useBarWords } from './use-bar-words.ts';
import { useReread } from './use-timeline-data.ts';

type Draft = Nights & { readonly unitId: string; readonly kind: BlockKind; readonly reason: string };

function send({ unitId, checkIn, checkOut, kind, reason }: Draft): Promise<Block> {
  const why = reason.trim() ? { reason } : {};
  return call<Block>('POST', '/api/blocks', { unitId, from: checkIn, to: checkOut, kind, ...why });
}

/** What somebody fills in to close nights, and its saving. Saved, it can be taken back, and `onSaved` is told. */
export function useNewBlock({
  start,
  onSaved,
}: {
  start: Nights & { unitId: string };
  onSaved: (block: Block) => void;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const reread = useReread();
  const offerUndo = useUndo();
  const id = useId();
  const [draft, setDraft] = useState<Draft>({ ...start, kind: 'other', reason: '' });
  const { run, pending, problem } = useAction(send);
  const errorOf = useFieldErrors(problem);

  return {
    /** Of the form, for a button that stands outside of it. */
    id,
    draft,
    pending,
    problem,
    errorOf,
    change: (some: Partial<Draft>) => setDraft({ ...draft, ...some }),
    save: async () => {
      const done = await run(draft);
      if (!done) return;
      const { id, unitId, from, to } = done.value;
      offerUndo({
        title: t('blocked'),
        means: `${words.stay(draft)}, ${words.nights(draft)}`,
        undo: async () => {
          await call('DELETE', `/api/blocks?${new URLSearchParams({ id, unitId, from, to })}`);
          await reread();
        },
        undone: t('opened'),
      });
      onSaved(done.value);
    },
  };
}

export type NewBlockState = ReturnType<typeof useNewBlock>;
