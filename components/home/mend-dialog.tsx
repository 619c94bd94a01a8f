'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { syncCalendar, updateCalendar } from '#components/calendars/calendar-actions.ts';
import { FindLink } from '#components/calendars/find-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';

/** A refused sync leaves the new link in place, and its reason in the row behind. */
async function mend(calendar: ExternalCalendar, icalUrl: string): Promise<unknown> {
  await updateCalendar(calendar, { icalUrl });
  return syncCalendar(calendar);
}

/** A new link for a calendar whose old one is dead, tried at once. All else of the calendar stays. */
export function MendDialog({ calendar, onClose }: { calendar: ExternalCalendar; onClose: () => void }) {
  const t = useTranslations('home.calendar');
  const words = useTranslations('calendars');
  const common = useTranslations('common');
  const [link, setLink] = useState('');
  const { run, pending, problem } = useAction(mend);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (link.trim() === '') return;
    if (await run(calendar, link.trim())) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('mendTitle', { name: calendar.name })}
      description={t('mendMeans', { host: calendar.host })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending} disabled={link.trim() === ''}>
            {t('mendDo')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, ['icalUrl'])} />
        <Field label={words('newLink')} error={errorOf('icalUrl')}>
          <Input
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={link}
            onChange={(event) => setLink(event.target.value)}
            className="font-mono text-sm"
          />
        </Field>
        <FindLink />
      </form>
    </Dialog>
  );
}
