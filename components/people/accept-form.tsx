'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { signIn } from '#components/api/session.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

type Acceptance = { token: string; name?: string; password: string };

async function accept(body: Acceptance): Promise<void> {
  const { email } = await call<{ email: string }>('POST', '/api/invitations/accept', body);
  await signIn(email, body.password);
  window.location.assign('/');
}

export function AcceptForm({
  token,
  email,
  hasAccount,
}: {
  token: string;
  email: string;
  hasAccount: boolean;
}) {
  const t = useTranslations('invite');
  const { run, pending, problem } = useAction(accept);
  const errorOf = useFieldErrors(problem);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name') ?? '');
    void run({ token, password: String(form.get('password') ?? ''), ...(name ? { name } : {}) });
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ProblemNotice problem={beyondFields(problem, ['name', 'password'])} />
      <Field label={t('email')}>
        <Input value={email} readOnly autoComplete="username" />
      </Field>
      {hasAccount ? null : (
        <Field label={t('name')} error={errorOf('name')}>
          <Input name="name" autoComplete="name" required maxLength={120} />
        </Field>
      )}
      <Field
        label={t('password')}
        hint={hasAccount ? t('passwordKnown') : t('passwordNew')}
        error={errorOf('password')}
      >
        <Input
          name="password"
          type="password"
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          required
          minLength={hasAccount ? 1 : 10}
        />
      </Field>
      <Button type="submit" kind="primary" size="lg" pending={pending}>
        {t('submit')}
      </Button>
    </form>
  );
}
