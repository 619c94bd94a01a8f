'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { beyondFields } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { BlockFields } from './block-fields.tsx';
import { shareNight } from './layout.ts';
import { NightsFields } from './nights-fields.tsx';
import { NightsPreview } from './nights-preview.tsx';
import { UnitSelect } from './unit-select.tsx';
import { useBarWords } from './use-bar-words.ts';
import type { NewBlockState } from './use-new-block.ts';

/** Closes nights by hand. Guests who are booked there stay booked, and the form says who they are. */
export function NewBlockForm({ block, timeline }: { block: NewBlockState; timeline: Timeline }) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const { id, draft, problem, errorOf, change, save } = block;
  const unit = timeline.properties.flatMap((one) => one.units).find((one) => one.id === draft.unitId);
  const guests = unit?.bars.filter((bar) => bar.kind === 'stay' && shareNight(bar, draft)) ?? [];
  function submit(event: FormEvent) {
    event.preventDefault();
    void save();
  }
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-3">
      <ProblemNotice problem={beyondFields(problem, ['unitId', 'from', 'to', 'reason'])} />
      <Field label={t('unit')} error={errorOf('unitId')}>
        <UnitSelect
          timeline={timeline}
          value={draft.unitId}
          onChange={(event) => change({ unitId: event.target.value })}
        />
      </Field>
      <NightsFields
        nights={draft}
        labels={{ from: t('firstNight'), to: t('openFrom') }}
        errors={{ from: errorOf('from'), to: errorOf('to') }}
        onChange={change}
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
        onKind={(kind) => change({ kind })}
        onReason={(reason) => change({ reason })}
      />
    </form>
  );
}
