'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { updateCalendar } from './calendar-actions.ts';
import { CalendarFields } from './calendar-fields.tsx';

const FIELDS = ['name', 'icalUrl', 'color', 'intervalMinutes', 'description'];

export function EditDialog({ calendar, onClose }: { calendar: ExternalCalendar; onClose: () => void }) {
  const t = useTranslations('calendars');
  const common = useTranslations('common');
  const [link, setLink] = useState('');
  const [draft, setDraft] = useState({
    name: calendar.name,
    color: calendar.color,
    intervalMinutes: calendar.intervalMinutes,
    description: calendar.description ?? '',
    tentativeCloses: calendar.tentativeCloses,
  });
  const { run, pending, problem } = useAction(updateCalendar);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(calendar, { ...draft, ...(link.trim() ? { icalUrl: link.trim() } : {}) });
    if (done) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('edit')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, FIELDS)} />
        <CalendarFields draft={draft} onChange={setDraft} errorOf={errorOf} />
        <Field
          label={t('newLink')}
          hint={t('newLinkHint', { host: calendar.host })}
          optional={common('optional')}
          error={errorOf('icalUrl')}
        >
          <Input
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={link}
            onChange={(event) => setLink(event.target.value)}
            className="font-mono text-sm"
          />
        </Field>
      </form>
    </Dialog>
  );
}
