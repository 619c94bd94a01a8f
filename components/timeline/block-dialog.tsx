'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { Block } from '#lib/domain/blocks/schemas.ts';
import { BlockFields } from './block-fields.tsx';
import type { BlockKind } from './block-kinds.ts';
import { shareNight } from './layout.ts';
import { NightsFields } from './nights-fields.tsx';
import { NightsPreview } from './nights-preview.tsx';
import { UnitSelect } from './unit-select.tsx';
import { useBarWords } from './use-bar-words.ts';
import type { Nights } from './use-drag-nights.ts';
import { useReread } from './use-timeline-data.ts';

type Draft = Nights & { unitId: string; kind: BlockKind; reason: string };

function send({ unitId, checkIn, checkOut, kind, reason }: Draft): Promise<Block> {
  const why = reason.trim() ? { reason } : {};
  return call<Block>('POST', '/api/blocks', { unitId, from: checkIn, to: checkOut, kind, ...why });
}

/** Closes nights by hand. Guests who are booked there stay booked, and the form says who they are. */
export function BlockDialog({
  timeline,
  start,
  onSaved,
  onClose,
}: {
  timeline: Timeline;
  start: Nights & { unitId: string };
  onSaved: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const words = useBarWords();
  const reread = useReread();
  const offerUndo = useUndo();
  const form = useId();
  const [draft, setDraft] = useState<Draft>({ ...start, kind: 'other', reason: '' });
  const { run, pending, problem } = useAction(send);
  const errorOf = useFieldErrors(problem);
  const unit = timeline.properties.flatMap((one) => one.units).find((one) => one.id === draft.unitId);
  const guests = unit?.bars.filter((bar) => bar.kind === 'stay' && shareNight(bar, draft)) ?? [];

  async function submit(event: FormEvent) {
    event.preventDefault();
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
    onSaved();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('block')}
      description={t('blockMeans')}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {t('block')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <ProblemNotice problem={beyondFields(problem, ['unitId', 'from', 'to', 'reason'])} />
        <Field label={t('unit')} error={errorOf('unitId')}>
          <UnitSelect
            timeline={timeline}
            value={draft.unitId}
            onChange={(event) => setDraft({ ...draft, unitId: event.target.value })}
          />
        </Field>
        <NightsFields
          nights={draft}
          labels={{ from: t('firstNight'), to: t('openFrom') }}
          errors={{ from: errorOf('from'), to: errorOf('to') }}
          onChange={(nights) => setDraft({ ...draft, ...nights })}
        />
        <NightsPreview what="block" unitId={draft.unitId} nights={draft} />
        {guests.length > 0 ? (
          <Notice kind="info" title={t('guestsStay', { count: guests.length })}>
            {guests.map((bar) => `${words.fullName(bar)}, ${words.stay(bar)}`).join('; ')}
          </Notice>
        ) : null}
        <BlockFields
          kind={draft.kind}
          reason={draft.reason}
          error={errorOf('reason')}
          onKind={(kind) => setDraft({ ...draft, kind })}
          onReason={(reason) => setDraft({ ...draft, reason })}
        />
      </form>
    </Dialog>
  );
}
