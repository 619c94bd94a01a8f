'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { call } from '#components/api/client.ts';
import { useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { Asking } from './asking.tsx';
import { BlockFields } from './block-fields.tsx';
import { kindOf } from './block-kinds.ts';
import { MovePreviewView } from './move-preview.tsx';
import { placeOf } from './moving.ts';
import { NightsFields } from './nights-fields.tsx';
import type { Opened } from './opened.ts';
import { sameTarget, type Target } from './target.ts';
import { UnitSelect } from './unit-select.tsx';
import { useBarWords } from './use-bar-words.ts';
import { useMovePreview } from './use-move-preview.ts';
import { useReread } from './use-timeline-data.ts';

type Draft = Target & { readonly kind: ReturnType<typeof kindOf>; readonly reason: string };

function send(bar: Bar, was: Target, to: Draft): Promise<unknown> {
  return call('PATCH', `/api/blocks/${bar.id}`, {
    unitId: to.unitId,
    from: to.checkIn,
    to: to.checkOut,
    kind: to.kind,
    reason: to.reason.trim() || null,
    was: { unitId: was.unitId, from: was.checkIn, to: was.checkOut },
  });
}

/** Everything of a block: its nights and unit, with what that does, what it is for, and why. */
export function BlockForm({
  opened,
  timeline,
  onClose,
}: {
  opened: Opened;
  timeline: Timeline;
  onClose: () => void;
}) {
  const t = useTranslations('moves');
  const words = useTranslations('timeline');
  const common = useTranslations('common');
  const say = useBarWords();
  const reread = useReread();
  const offerUndo = useUndo();
  const { bar, unit } = opened;
  const [from] = useState<Draft>(() => ({
    ...placeOf(bar, unit.id),
    kind: kindOf(bar),
    reason: bar.label,
  }));
  const [draft, setDraft] = useState(from);
  const { run, pending, problem: refused } = useAction(send);
  const errorOf = useFieldErrors(refused);
  const { preview, problem, isMoved } = useMovePreview({ bar, from, to: draft });
  const isSame = sameTarget(from, draft) && from.kind === draft.kind && from.reason === draft.reason;
  const isInOrder = draft.checkIn !== '' && draft.checkIn < draft.checkOut;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!(await run(bar, from, draft))) return;
    await reread();
    offerUndo({
      title: t('saved'),
      means: `${say.stay(draft)}, ${say.nights(draft)}`,
      undo: async () => {
        await send(bar, draft, from);
        await reread();
      },
      undone: t('savedBack'),
      isTold: isMoved,
    });
    onClose();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3" aria-label={t('changeBlock')}>
      <Field label={words('unit')} error={errorOf('unitId')}>
        <UnitSelect
          timeline={timeline}
          value={draft.unitId}
          onChange={(event) => setDraft({ ...draft, unitId: event.target.value })}
        />
      </Field>
      <NightsFields
        nights={draft}
        labels={{ from: words('firstNight'), to: words('openFrom') }}
        errors={{ from: errorOf('from'), to: errorOf('to') }}
        onChange={(nights) => setDraft({ ...draft, ...nights })}
      />
      <BlockFields
        kind={draft.kind}
        reason={draft.reason}
        error={errorOf('reason')}
        onKind={(kind) => setDraft({ ...draft, kind })}
        onReason={(reason) => setDraft({ ...draft, reason })}
      />
      <ProblemNotice problem={refused ?? problem} />
      <div aria-live="polite">
        {!isMoved ? null : preview ? <MovePreviewView preview={preview} /> : isInOrder ? <Asking /> : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          kind="primary"
          pending={pending}
          disabled={isSame || !isInOrder || (isMoved && !preview?.may)}
        >
          {t('saveBlock')}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  );
}
