'use client';

import { Building2, Languages, LogOut, Monitor, Moon, Settings, Sun, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu.tsx';
import { applyTheme, LANGUAGES, remember, type Theme } from './preferences.ts';
import { signOut } from './sign-out.ts';

export type Person = { name: string; email: string; organization: string; role: string };

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

  return (
    <div className={cn('flex items-center gap-1 border-line border-t p-2', folded && 'flex-col')}>
      <Menu
        align="start"
        side="top"
        trigger={
          <Button
            kind="quiet"
            size={folded ? 'icon' : 'md'}
            aria-label={t('account', { organization: person.organization })}
            title={person.organization}
            className={cn('min-w-0 justify-start font-normal', !folded && 'flex-1 shrink px-2')}
          >
            <Building2 strokeWidth={1.75} />
            {folded ? null : <span className="truncate text-ink">{person.organization}</span>}
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
        <MenuChoices
          value={locale}
          options={LANGUAGES}
          onChange={(value) => {
            remember('locale', value);
            router.refresh();
          }}
        />
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
