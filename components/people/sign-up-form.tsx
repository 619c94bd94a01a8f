'use client';

import Link from 'next/link';
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

const FIELDS = ['organization', 'name', 'email', 'password'] as const;

async function signUp(body: Record<string, string>): Promise<void> {
  await call('POST', '/api/sign-up', body);
  await signIn(body.email ?? '', body.password ?? '');
  window.location.assign('/');
}

export function SignUpForm() {
  const t = useTranslations('signUp');
  const { run, pending, problem } = useAction(signUp);
  const errorOf = useFieldErrors(problem);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void run(Object.fromEntries(FIELDS.map((name) => [name, String(form.get(name) ?? '')])));
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ProblemNotice problem={beyondFields(problem, FIELDS)} />
      <Field label={t('organization')} hint={t('organizationHint')} error={errorOf('organization')}>
        <Input name="organization" autoComplete="organization" required maxLength={120} />
      </Field>
      <Field label={t('name')} error={errorOf('name')}>
        <Input name="name" autoComplete="name" required maxLength={120} />
      </Field>
      <Field label={t('email')} error={errorOf('email')}>
        <Input name="email" type="email" autoComplete="username" required />
      </Field>
      <Field label={t('password')} hint={t('passwordHint')} error={errorOf('password')}>
        <Input name="password" type="password" autoComplete="new-password" required minLength={10} />
      </Field>
      <Button type="submit" kind="primary" size="lg" pending={pending}>
        {t('submit')}
      </Button>
      <p className="text-ink-2 text-sm">
        {t('haveAccount')}{' '}
        <Link href="/sign-in" className="text-accent-text underline underline-offset-4">
          {t('signIn')}
        </Link>
      </p>
    </form>
  );
}
