'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { Asking } from './asking.tsx';
import { MovePreviewView } from './move-preview.tsx';
import { placeOf } from './moving.ts';
import { NightsFields } from './nights-fields.tsx';
import type { Opened } from './opened.ts';
import { UnitSelect } from './unit-select.tsx';
import { titleOf } from './use-desk-state.ts';
import { useMove } from './use-move.ts';
import { useMovePreview } from './use-move-preview.ts';

/** The same as dragging, in fields: for fingers, for keys, and for who knows the date. What it does is told as one types. */
export function MoveForm({
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
  const { bar, unit } = opened;
  // As it stood when the form was opened: what somebody else does meanwhile is not overruled.
  const [from] = useState(() => placeOf(bar, unit.id));
  const [draft, setDraft] = useState(from);
  const [force, setForce] = useState(false);
  const asked = { bar, from, to: draft, force };
  const { preview, problem, isMoved, retry } = useMovePreview(asked);
  const { move, pending, problem: refused, clear } = useMove((id) => titleOf(timeline, id));

  function change(some: Partial<typeof draft>) {
    clear();
    setForce(false);
    setDraft({ ...draft, ...some });
  }
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (preview?.may && (await move(asked))) onClose();
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3" aria-label={t('change')}>
      <Field label={words('unit')}>
        <UnitSelect
          timeline={timeline}
          value={draft.unitId}
          onChange={(event) => change({ unitId: event.target.value })}
        />
      </Field>
      <NightsFields
        nights={draft}
        labels={{ from: words('arrival'), to: words('departure') }}
        errors={{ from: undefined, to: undefined }}
        onChange={change}
      />
      <ProblemNotice problem={refused} />
      <div aria-live="polite" className="flex flex-col gap-3">
        {!isMoved ? null : preview ? (
          <MovePreviewView preview={preview} />
        ) : problem ? (
          <ProblemNotice
            problem={problem}
            action={
              <Button size="sm" onClick={retry}>
                {words('retry')}
              </Button>
            }
          />
        ) : draft.checkIn < draft.checkOut ? (
          <Asking />
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary" pending={pending} disabled={!preview?.may}>
          {t('move')}
        </Button>
        {preview?.refusal?.mayForce ? <Button onClick={() => setForce(true)}>{t('force')}</Button> : null}
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  );
}
