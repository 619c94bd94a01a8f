'use client';

import { useTranslations } from 'next-intl';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import type { FeedDraft } from './feed-actions.ts';

export type Counterpart = { id: string; name: string; platform: string };

/** Who holds the link, what it tells, and what came from there and is left out. */
export function FeedFields({
  draft,
  onChange,
  counterparts,
  errorOf,
  isPlain,
}: {
  draft: FeedDraft;
  onChange: (draft: FeedDraft) => void;
  counterparts: readonly Counterpart[];
  errorOf: (path: string) => string | undefined;
  isPlain?: boolean;
}) {
  const t = useTranslations('feeds');
  const privacies = ['busy', 'first_name', 'code'] as const;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('name')} hint={t('nameHint')} error={errorOf('name')}>
        <Input
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Field>
      {isPlain ? null : (
        <Field label={t('source')} hint={t('sourceHint')}>
          <Select
            value={draft.source?.calendarId ?? ''}
            onChange={(event) =>
              onChange({ ...draft, source: event.target.value ? { calendarId: event.target.value } : null })
            }
          >
            <option value="">{t('sourceNone')}</option>
            {counterparts.map((calendar) => (
              <option key={calendar.id} value={calendar.id}>
                {calendar.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-medium text-sm">{t('privacy')}</legend>
        {privacies.map((privacy) => (
          <label key={privacy} className="flex cursor-pointer items-start gap-2.5 rounded-md py-1">
            <input
              type="radio"
              name="privacy"
              checked={draft.privacy === privacy}
              onChange={() => onChange({ ...draft, privacy })}
              className="mt-0.5 size-4 accent-(--accent)"
            />
            <span>
              {t(`privacies.${privacy}.name`)}
              <span className="block text-ink-2 text-sm">{t(`privacies.${privacy}.means`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {draft.privacy === 'busy' ? null : <Notice kind="warn">{t('privacyWarning')}</Notice>}
    </div>
  );
}
