'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { toast } from 'sonner';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { shareNight } from './layout.ts';
import { NightsFields } from './nights-fields.tsx';
import { UnitSelect } from './unit-select.tsx';
import { useBarWords } from './use-bar-words.ts';
import type { Nights } from './use-drag-nights.ts';

type Draft = Nights & { unitId: string; reason: string };

function send({ unitId, checkIn, checkOut, reason }: Draft): Promise<unknown> {
  const why = reason.trim() ? { reason } : {};
  return call('POST', '/api/blocks', { unitId, from: checkIn, to: checkOut, ...why });
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
  const form = useId();
  const [draft, setDraft] = useState<Draft>({ ...start, reason: '' });
  const { run, pending, problem } = useAction(send);
  const errorOf = useFieldErrors(problem);
  const unit = timeline.properties.flatMap((one) => one.units).find((one) => one.id === draft.unitId);
  const guests = unit?.bars.filter((bar) => bar.kind === 'stay' && shareNight(bar, draft)) ?? [];

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!(await run(draft))) return;
    toast(t('blocked'), { description: `${words.stay(draft)}, ${words.nights(draft)}` });
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
        {guests.length > 0 ? (
          <Notice kind="info" title={t('guestsStay', { count: guests.length })}>
            {guests.map((bar) => `${words.fullName(bar)}, ${words.stay(bar)}`).join('; ')}
          </Notice>
        ) : null}
        <Field
          label={t('reason')}
          hint={t('reasonHint')}
          optional={common('optional')}
          error={errorOf('reason')}
        >
          <Input
            maxLength={500}
            autoComplete="off"
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
          />
        </Field>
      </form>
    </Dialog>
  );
}
