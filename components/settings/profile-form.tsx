'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { applyTheme, LANGUAGES, remember, THEMES, type Theme } from '#components/frame/preferences.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';

const update = (patch: { name?: string; locale?: string }) => call('PATCH', '/api/me', patch);

export function ProfileForm({ name, email }: { name: string; email: string }) {
  const t = useTranslations('settingsPages.you');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(update);
  const errorOf = useFieldErrors(problem);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const said = String(new FormData(event.currentTarget).get('name') ?? '');
    if (await run({ name: said })) toast(t('saved'));
  }

  return (
    <form onSubmit={submit} className="flex max-w-[640px] flex-col gap-4">
      <ProblemNotice problem={beyondFields(problem, ['name'])} />
      <Field label={t('name')} error={errorOf('name')}>
        <Input name="name" defaultValue={name} required maxLength={120} autoComplete="name" />
      </Field>
      <Field label={t('email')} hint={t('emailHint')}>
        <Input value={email} readOnly className="bg-sunken text-ink-2" />
      </Field>
      <Button type="submit" pending={pending} className="self-start">
        {common('save')}
      </Button>
    </form>
  );
}

/** Both take effect at once: there is nothing to save. */
export function Preferences({ theme: stored }: { theme: Theme }) {
  const t = useTranslations('settingsPages.you');
  const frame = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();
  const { run, problem } = useAction(update);
  const [theme, setTheme] = useState(stored);
  useEffect(() => setTheme(stored), [stored]);

  function choose(language: string) {
    // The cookie speaks in this browser, the account in mails and in the next one.
    remember('locale', language);
    void run({ locale: language });
    router.refresh();
  }

  return (
    <div className="flex max-w-[640px] flex-col gap-4">
      <ProblemNotice problem={problem} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={frame('language')} hint={t('languageHint')}>
          <Select value={locale} onChange={(event) => choose(event.target.value)}>
            {LANGUAGES.map(({ value, label, lang }) => (
              <option key={value} value={value} lang={lang}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={frame('theme')} hint={t('themeHint')}>
          <Select
            value={theme}
            onChange={(event) => {
              const next = THEMES.find((one) => one === event.target.value) ?? 'system';
              setTheme(next);
              applyTheme(next);
            }}
          >
            {THEMES.map((value) => (
              <option key={value} value={value}>
                {frame(`themes.${value}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </div>
  );
}
