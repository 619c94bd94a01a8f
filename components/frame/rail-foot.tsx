'use client';

import { Building2, Languages, LogOut, Monitor, Moon, Settings, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { signOut } from '#components/api/session.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu.tsx';
import { applyTheme, LANGUAGES, remember, type Theme } from './preferences.ts';

export type Person = {
  name: string;
  email: string;
  role: string;
  organization: { id: string; name: string };
  /** Everything this person belongs to. */
  organizations: readonly { id: string; name: string }[];
};

const THEME_ICON = { system: Monitor, light: Sun, dark: Moon };

export function RailFoot({
  person,
  theme: stored,
  folded,
}: {
  person: Person;
  theme: Theme;
  folded?: boolean;
}) {
  const t = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();
  const [theme, setTheme] = useState(stored);
  const ThemeIcon = THEME_ICON[theme];

  async function speak(language: string) {
    remember('locale', language);
    router.refresh();
    // Also for mails and for the next browser; the screen has changed already, whatever becomes of this.
    await call('PATCH', '/api/me', { locale: language }).catch(() => undefined);
  }

  async function switchTo(orgId: string) {
    await call('POST', '/api/session/organization', { orgId });
    // A whole load: nothing drawn for one organization may stay in sight of another.
    window.location.assign('/');
  }

  return (
    <div className={cn('flex items-center gap-1 border-line border-t p-2', folded && 'flex-col')}>
      <Menu
        align="start"
        side="top"
        trigger={
          <Button
            kind="quiet"
            size={folded ? 'icon' : 'md'}
            aria-label={t('account', { organization: person.organization.name })}
            title={person.organization.name}
            className={cn('min-w-0 justify-start font-normal', !folded && 'flex-1 shrink px-2')}
          >
            <Building2 strokeWidth={1.75} />
            {folded ? null : <span className="truncate text-ink">{person.organization.name}</span>}
          </Button>
        }
      >
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
            <Settings strokeWidth={1.75} />
            {t('settings')}
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/settings/you">
            <UserRound strokeWidth={1.75} />
            {t('you')}
          </Link>
        </MenuItem>
        <MenuLine />
        <MenuItem onSelect={() => void signOut()}>
          <LogOut strokeWidth={1.75} />
          {t('signOut')}
        </MenuItem>
      </Menu>
      <Menu
        align="start"
        side="top"
        trigger={
          <Button kind="quiet" size="icon" aria-label={t('language')} title={t('language')}>
            <Languages strokeWidth={1.75} />
          </Button>
        }
      >
        <MenuLabel>{t('language')}</MenuLabel>
        <MenuChoices value={locale} options={LANGUAGES} onChange={(value) => void speak(value)} />
      </Menu>
      <Menu
        align="start"
        side="top"
        trigger={
          <Button kind="quiet" size="icon" aria-label={t('theme')} title={t('theme')}>
            <ThemeIcon strokeWidth={1.75} />
          </Button>
        }
      >
        <MenuLabel>{t('theme')}</MenuLabel>
        <MenuChoices
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`themes.${value}`),
          }))}
          onChange={(value) => {
            const next = value === 'light' || value === 'dark' ? value : 'system';
            setTheme(next);
            applyTheme(next);
          }}
        />
      </Menu>
    </div>
  );
}
