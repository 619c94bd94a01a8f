'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { signOut } from '#components/api/session.ts';
import { Icon } from '#components/ui/icon.tsx';
import { MenuChoices, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu-parts.tsx';
import type { Person } from './person.ts';
import { applyTheme, LANGUAGES, remember, type Theme } from './preferences.ts';

/** Who is signed in, where else they belong, and the ways to their settings and out. */
export function AccountItems({ person }: { person: Person }) {
  const t = useTranslations('frame');

  async function switchTo(orgId: string) {
    await call('POST', '/api/session/organization', { orgId });
    // A whole load: nothing drawn for one organization may stay in sight of another.
    window.location.assign('/');
  }

  return (
    <>
      <div className="px-2 pt-1 pb-1.5">
        <p className="truncate font-medium" title={person.name}>
          {person.name}
        </p>
        <p className="truncate text-ink-2 text-sm" title={person.email}>
          {person.email}
        </p>
        <p className="text-ink-2 text-sm">{t(`role.${person.role}`)}</p>
      </div>
      {person.organizations.length > 1 ? (
        <>
          <MenuLine />
          <MenuLabel>{t('switchTo')}</MenuLabel>
          <MenuChoices
            value={person.organization.id}
            options={person.organizations.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => void switchTo(id)}
          />
        </>
      ) : null}
      <MenuLine />
      <MenuItem asChild>
        <Link href="/settings">
          <Icon name="settings" />
          {t('settings')}
        </Link>
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings/you">
          <Icon name="user-round" />
          {t('you')}
        </Link>
      </MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => void signOut()}>
        <Icon name="log-out" />
        {t('signOut')}
      </MenuItem>
    </>
  );
}

export function LanguageItems() {
  const t = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();

  async function speak(language: string) {
    remember('locale', language);
    router.refresh();
    // Also for mails and for the next browser; the screen has changed already, whatever becomes of this.
    await call('PATCH', '/api/me', { locale: language }).catch(() => undefined);
  }

  return (
    <>
      <MenuLabel>{t('language')}</MenuLabel>
      <MenuChoices value={locale} options={LANGUAGES} onChange={(value) => void speak(value)} />
    </>
  );
}

export function ThemeItems({ theme, onTheme }: { theme: Theme; onTheme: (theme: Theme) => void }) {
  const t = useTranslations('frame');
  return (
    <>
      <MenuLabel>{t('theme')}</MenuLabel>
      <MenuChoices
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`themes.${value}`),
        }))}
        onChange={(value) => {
          const next = value === 'light' || value === 'dark' ? value : 'system';
          onTheme(next);
          applyTheme(next);
        }}
      />
    </>
  );
}
