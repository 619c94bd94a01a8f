'use client';

import { useTranslations } from 'next-intl';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { ColorChoice } from './color-choice.tsx';
import { sayInterval } from './interval.ts';
import { INTERVALS } from './platforms.ts';

export type CalendarDraft = {
  name: string;
  color: string;
  intervalMinutes: number;
  description: string;
  tentativeCloses: boolean;
};

/** What a person says about a calendar, apart from its link. */
export function CalendarFields({
  draft,
  onChange,
  errorOf,
}: {
  draft: CalendarDraft;
  onChange: (draft: CalendarDraft) => void;
  errorOf: (path: string) => string | undefined;
}) {
  const t = useTranslations('calendars');
  const common = useTranslations('common');
  const offered = INTERVALS.some((minutes) => minutes === draft.intervalMinutes)
    ? INTERVALS
    : [...INTERVALS, draft.intervalMinutes].sort((a, b) => a - b);
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('name')} error={errorOf('name')}>
        <Input
          name="name"
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Field>
      <ColorChoice value={draft.color} onChange={(color) => onChange({ ...draft, color })} />
      <Field label={t('interval')} hint={t('intervalHint')} error={errorOf('intervalMinutes')}>
        <Select
          name="intervalMinutes"
          value={draft.intervalMinutes}
          onChange={(event) => onChange({ ...draft, intervalMinutes: Number(event.target.value) })}
        >
          {offered.map((minutes) => (
            <option key={minutes} value={minutes}>
              {sayInterval(t, minutes)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('description')} optional={common('optional')} error={errorOf('description')}>
        <Textarea
          name="description"
          maxLength={500}
          rows={2}
          value={draft.description}
          onChange={(event) => onChange({ ...draft, description: event.target.value })}
        />
      </Field>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <p id="tentative-label" className="font-medium text-sm">
            {t('tentative')}
          </p>
          <p className="text-ink-2 text-sm">{t('tentativeHint')}</p>
        </div>
        <Switch
          aria-labelledby="tentative-label"
          checked={draft.tentativeCloses}
          onCheckedChange={(tentativeCloses) => onChange({ ...draft, tentativeCloses })}
        />
      </div>
    </div>
  );
}
