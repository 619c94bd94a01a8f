'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { toast } from '#components/ui/toast.ts';
import { type Problem, toProblem } from './client.ts';

/** How long it can be taken back. */
const UNDO_MS = 10_000;

const LOOK = {
  content: 'min-w-0 flex-1',
  actionButton:
    'h-7 shrink-0 self-center rounded-md border border-line-strong bg-panel px-2 font-medium text-sm hover:bg-hover',
};

export type Undoable = {
  /** What was done. */
  readonly title: string;
  readonly means?: string;
  /** An ordinary write, refused where somebody has changed the thing since. */
  readonly undo: () => Promise<unknown>;
  /** What is said once it is taken back. */
  readonly undone: string;
  /** Left out: no channel was told of it. */
  readonly isTold?: boolean;
};

/** What Ctrl+Z takes back: the last of what can be. */
let last: { readonly id: string | number; readonly work: () => void } | null = null;
let isListening = false;

function listen(): void {
  if (isListening) return;
  isListening = true;
  window.addEventListener('keydown', (event) => {
    const isUndo =
      event.code === 'KeyZ' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    const at = event.target instanceof HTMLElement ? event.target : null;
    // Where somebody types it is the text's.
    if (!isUndo || !last || at?.closest('input, textarea, select, [contenteditable]')) return;
    event.preventDefault();
    last.work();
  });
}

/**
 * Says what was done and offers to take it back: a button that Tab reaches, and Ctrl+Z. Only for what can be taken back by
 * another write; where it cannot, a question stands before it instead.
 */
export function useUndo(): (done: Undoable) => void {
  const t = useTranslations('common');
  return useCallback(
    ({ title, means, undo, undone, isTold = true }: Undoable) => {
      const forget = () => {
        if (last?.id === id) last = null;
      };
      const work = async () => {
        forget();
        toast.dismiss(id);
        const wait = toast.loading(t('undoing'), { classNames: LOOK });
        try {
          await undo();
          toast(undone, {
            id: wait,
            ...(isTold ? { description: t('undoTold') } : {}),
            duration: 6000,
          });
        } catch (error) {
          toast.error(t('undoFailed'), { id: wait, description: why(toProblem(error)), duration: 12_000 });
        }
      };
      const why = (problem: Problem) =>
        problem.details.reason === 'changed_meanwhile'
          ? t('undoChanged')
          : problem.code === 'nights_taken'
            ? t('undoTaken')
            : problem.title;
      const id = toast(title, {
        description: means,
        duration: UNDO_MS,
        classNames: LOOK,
        action: { label: t('undo'), onClick: () => void work() },
        onDismiss: forget,
        onAutoClose: forget,
      });
      last = { id, work: () => void work() };
      listen();
    },
    [t],
  );
}
