'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { signIn } from '#components/api/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';

type Refusal = 'wrong' | 'tooMany' | 'noOrganization' | 'offline';

const REFUSALS: Record<string, Refusal> = {
  CredentialsSignin: 'wrong',
  TooManyAttempts: 'tooMany',
  NoOrganization: 'noOrganization',
};

export function SignInForm({
  next,
  email,
  maySignUp,
}: {
  next: string;
  email?: string | undefined;
  maySignUp: boolean;
}) {
  const t = useTranslations('signIn');
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(null);
    const refused = await signIn(String(form.get('email')), String(form.get('password'))).catch(
      () => 'offline',
    );
    if (refused === null) {
      // A whole load: everything is drawn for another person now.
      window.location.assign(next);
      return;
    }
    setPending(false);
    setRefusal(REFUSALS[refused] ?? 'offline');
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {refusal ? (
        <Notice kind="bad" title={t(`${refusal}.title`)}>
          {t(`${refusal}.means`)}
        </Notice>
      ) : null}
      <Field label={t('email')}>
        <Input name="email" type="email" autoComplete="username" required defaultValue={email} />
      </Field>
      <Field label={t('password')}>
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" kind="primary" size="lg" pending={pending}>
        {t('submit')}
      </Button>
      <p className="text-ink-2 text-sm">
        {maySignUp ? (
          <>
            {t('noAccount')}{' '}
            <Link href="/sign-up" className="text-accent-text underline underline-offset-4">
              {t('signUp')}
            </Link>
          </>
        ) : (
          t('invitationsOnly')
        )}
      </p>
    </form>
  );
}
