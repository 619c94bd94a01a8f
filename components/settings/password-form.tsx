'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useRef } from 'react';
import { call, type Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';

const change = (body: { currentPassword: string; newPassword: string }) =>
  call('POST', '/api/me/password', body);

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('settingsPages.you');
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, problem } = useAction(change);
  const isAt = (path: string) => problem?.issues.some((issue) => issue.path === path) ?? false;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '');
    const done = await run({
      currentPassword: text('currentPassword'),
      newPassword: text('newPassword'),
    });
    if (!done) return;
    form.current?.reset();
    toast(t('passwordChanged'), { description: t('passwordChangedMeans') });
  }

  return (
    <form ref={form} onSubmit={submit} className="flex max-w-[640px] flex-col gap-4">
      <ProblemNotice problem={besideFields(problem)} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t('currentPassword')}
        error={isAt('currentPassword') ? t('currentPasswordWrong') : undefined}
      >
        <Input name="currentPassword" type="password" autoComplete="current-password" required />
      </Field>
      <Field
        label={t('newPassword')}
        hint={t('newPasswordHint')}
        error={isAt('newPassword') ? t('newPasswordHint') : undefined}
      >
        <Input
          name="newPassword"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
        />
      </Field>
      <Button type="submit" pending={pending} className="self-start">
        {t('changePassword')}
      </Button>
    </form>
  );
}

/** Null where the fields say it all. */
function besideFields(problem: Problem | null): Problem | null {
  return problem?.code === 'invalid_input' && problem.issues.length > 0 ? null : problem;
}
