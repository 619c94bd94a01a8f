'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Asking } from './asking.tsx';
import { MovePreviewView } from './move-preview.tsx';
import type { Held, Target } from './target.ts';
import { useBarWords } from './use-bar-words.ts';
import { useMove } from './use-move.ts';
import { useMovePreview } from './use-move-preview.ts';

/** The question before a move that was drawn: from where, to where, and what every channel will be told. */
export default function MoveDialog({
  held,
  titleOf,
  onClose,
}: {
  held: Held;
  titleOf: (unitId: string) => string;
  onClose: () => void;
}) {
  const t = useTranslations('moves');
  const common = useTranslations('common');
  const words = useBarWords();
  const [force, setForce] = useState(false);
  const { preview, problem, retry } = useMovePreview({ ...held, force });
  const { move, pending, problem: refused } = useMove(titleOf);
  const who = words.fullName(held.bar);
  const isMoved = held.from.unitId !== held.to.unitId;
  const mayForce = preview?.refusal?.mayForce ?? false;
  const title = preview?.refusal
    ? t('cannotTitle', { who })
    : t(isMoved ? 'confirmTitle' : 'resizeTitle', { who });

  const button = useRef<HTMLButtonElement>(null);
  const isMay = preview?.may ?? false;
  useEffect(() => {
    // Enter asked, Enter answers. Where it is known before the dialog is drawn the mark below does the same.
    if (isMay) button.current?.focus({ preventScroll: true });
  }, [isMay]);

  async function save() {
    if (await move({ ...held, force })) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{t('putBack')}</Button>
          {mayForce ? <Button onClick={() => setForce(true)}>{t('force')}</Button> : null}
          {preview?.may !== false ? (
            <Button
              ref={button}
              data-answer={isMay || undefined}
              kind="primary"
              pending={pending || !preview}
              onClick={() => void save()}
            >
              {t('move')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FromTo from={held.from} to={held.to} titleOf={titleOf} />
        <ProblemNotice problem={refused} />
        <div aria-live="polite" className="flex flex-col gap-3">
          {preview ? (
            <MovePreviewView preview={preview} />
          ) : problem ? (
            <ProblemNotice
              problem={problem}
              action={
                <Button size="sm" onClick={retry}>
                  {common('tryAgain')}
                </Button>
              }
            />
          ) : (
            <Asking />
          )}
        </div>
      </div>
    </Dialog>
  );
}

function FromTo({ from, to, titleOf }: { from: Target; to: Target; titleOf: (unitId: string) => string }) {
  const t = useTranslations('moves');
  const words = useBarWords();
  const at = (label: string, place: Target) => (
    <div className="min-w-0 flex-1">
      <p className="text-ink-2 text-xs">{label}</p>
      <p className="break-words font-medium">{titleOf(place.unitId)}</p>
      <p className="tnum text-sm">{words.stay(place)}</p>
      <p className="tnum text-ink-2 text-sm">{words.nights(place)}</p>
    </div>
  );
  return (
    <div className="flex items-center gap-3 rounded-md bg-sunken px-3 py-2.5">
      {at(t('from'), from)}
      <Icon name="arrow-right" className="size-4 shrink-0 text-ink-2" />
      {at(t('to'), to)}
    </div>
  );
}
