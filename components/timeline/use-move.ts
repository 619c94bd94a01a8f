'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Target } from './target.ts';
import { useBarWords } from './use-bar-words.ts';
import { changesOf, pathOf } from './use-move-preview.ts';
import { useReread } from './use-timeline-data.ts';

type Move = { readonly bar: Bar; readonly from: Target; readonly to: Target; readonly force?: boolean };

/** Sends a move with where the bar was seen: whoever was quicker is not overruled. */
function send(move: Move): Promise<unknown> {
  const { bar, from } = move;
  const isStay = bar.kind === 'stay';
  const was = isStay ? from : { unitId: from.unitId, from: from.checkIn, to: from.checkOut };
  return call('PATCH', pathOf(bar), { ...changesOf(move), was });
}

/**
 * Moves a stay or a block, draws what is new, and offers to take it back.
 * @param titleOf what a unit is called
 */
export function useMove(titleOf: (unitId: string) => string) {
  const t = useTranslations('moves');
  const words = useBarWords();
  const reread = useReread();
  const offerUndo = useUndo();
  const { run, pending, problem, clear } = useAction(send);

  async function move(asked: Move): Promise<boolean> {
    if (!(await run(asked))) return false;
    await reread();
    const { bar, from, to } = asked;
    offerUndo({
      title: t('moved', { who: words.fullName(bar) }),
      means: `${titleOf(to.unitId)}, ${words.stay(to)}`,
      undo: async () => {
        // Over what was blocked there before: that is where it stood.
        await send({ bar, from: to, to: from, force: true });
        await reread();
      },
      undone: t('movedBack', { who: words.fullName(bar) }),
    });
    return true;
  }
  return { move, pending, problem, clear };
}
