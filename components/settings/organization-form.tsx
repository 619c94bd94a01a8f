'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import { Closed } from './closed.tsx';

function rename(name: string): Promise<unknown> {
  return call('PATCH', '/api/organization', { name });
}

export function OrganizationForm({ name, mayWrite }: { name: string; mayWrite: boolean }) {
  const t = useTranslations('settingsPages.organization');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(rename);
  const errorOf = useFieldErrors(problem);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = String(new FormData(event.currentTarget).get('name') ?? '');
    if (await run(said)) toast(t('saved'));
  }

  return (
    <form onSubmit={submit} className="flex max-w-[640px] flex-col gap-4">
      <ProblemNotice problem={beyondFields(problem, ['name'])} />
      <Field label={t('name')} hint={t('nameHint')} error={errorOf('name')}>
        <Input name="name" defaultValue={name} required maxLength={120} readOnly={!mayWrite} />
      </Field>
      {mayWrite ? (
        <Button type="submit" kind="primary" pending={pending} className="self-start">
          {common('save')}
        </Button>
      ) : (
        <Closed>{t('closed')}</Closed>
      )}
    </form>
  );
}
