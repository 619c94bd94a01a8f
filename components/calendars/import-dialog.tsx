'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import { type CalendarDraft, CalendarFields } from './calendar-fields.tsx';
import { FindLink } from './find-link.tsx';
import { platformName, suggestedColor } from './platforms.ts';
import { hostOf, PreviewPane } from './preview-pane.tsx';
import { usePreview } from './use-preview.ts';

const FIELDS = ['name', 'icalUrl', 'color', 'intervalMinutes', 'description'];
const FRESH: CalendarDraft = {
  name: '',
  color: suggestedColor(''),
  intervalMinutes: 15,
  description: '',
  tentativeCloses: true,
};

function add(subjectId: string, body: CalendarDraft & { icalUrl: string }): Promise<unknown> {
  const { description, ...rest } = body;
  return call('POST', `/api/calendar/${subjectId}/external`, {
    ...rest,
    ...(description.trim() ? { description } : {}),
  });
}

/** Paste, see what it brings, save. The link is read before anything is stored. */
export function ImportDialog({
  subjectId,
  subjectName,
  units,
  open,
  onOpenChange,
  channel,
}: {
  subjectId: string;
  subjectName: string;
  /** Of a property with several: most calendars are one unit's, and only few close them all. */
  units?: readonly { id: string; name: string }[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Whose link somebody came for. */
  channel?: string | undefined;
}) {
  const t = useTranslations('calendars');
  const common = useTranslations('common');
  const [url, setUrl] = useState('');
  const [draft, setDraft] = useState(FRESH);
  const [chosen, setChosen] = useState('');
  const target = units ? chosen : subjectId;
  const state = usePreview(target || subjectId, url);
  const { run, pending, problem, clear } = useAction(add);
  const errorOf = useFieldErrors(problem);
  const form = useId();
  const seen = state.kind === 'seen' ? state.preview : null;

  useEffect(() => {
    if (!seen) return;
    // What the person wrote already is theirs; only what is still empty is suggested.
    setDraft((was) => ({
      ...was,
      name: was.name || platformName(seen.platform, hostOf(url)),
      color: was.color === FRESH.color ? suggestedColor(seen.platform) : was.color,
    }));
  }, [seen, url]);

  function close(next: boolean) {
    if (!next) {
      setUrl('');
      setDraft(FRESH);
      setChosen('');
      clear();
    }
    onOpenChange(next);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(target, { ...draft, icalUrl: url.trim() });
    if (!done) return;
    toast(t('added', { name: draft.name }), { description: t('addedMeans') });
    close(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      width="lg"
      title={t('importTitle')}
      description={t('importLead', { name: subjectName })}
      footer={
        <>
          <Button onClick={() => close(false)}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending} disabled={!seen || !target}>
            {t('add')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <ProblemNotice problem={beyondFields(problem, FIELDS)} />
          {units ? (
            <Field label={t('whose')} hint={chosen === subjectId ? t('whoseAll') : undefined}>
              <Select required value={chosen} onChange={(event) => setChosen(event.target.value)}>
                <option value="">{t('choose')}</option>
                {units.map((unit) => (
                  <option key={unit.id} value={unit.id}>
                    {unit.name}
                  </option>
                ))}
                <option value={subjectId}>{t('everyUnit', { name: subjectName })}</option>
              </Select>
            </Field>
          ) : null}
          <Field label={t('link')} error={errorOf('icalUrl')}>
            <Input
              name="icalUrl"
              type="text"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              required
              placeholder="https://www.airbnb.com/calendar/ical/…"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              className="font-mono text-sm"
            />
          </Field>
          {seen ? (
            <CalendarFields draft={draft} onChange={setDraft} errorOf={errorOf} />
          ) : (
            <FindLink first={channel} />
          )}
        </div>
        <div className="min-w-0 lg:border-line lg:border-l lg:pl-6">
          <PreviewPane state={state} />
        </div>
      </form>
    </Dialog>
  );
}
