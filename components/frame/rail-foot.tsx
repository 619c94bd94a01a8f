'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { Person } from './person.ts';
import type { Theme } from './preferences.ts';

const load = () => import('./rail-menus.tsx');
const THEME_ICON = { system: 'monitor', light: 'sun', dark: 'moon' } as const;

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
  const [theme, setTheme] = useState(stored);

  return (
    <div className={cn('flex items-center gap-1 border-line border-t p-2', folded && 'flex-col')}>
      <Menu
        load={load}
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
            <Icon name="building-complex" />
            {folded ? null : <span className="truncate text-ink">{person.organization.name}</span>}
          </Button>
        }
      >
        {({ AccountItems }) => <AccountItems person={person} />}
      </Menu>
      <Menu
        load={load}
        align="start"
        side="top"
        trigger={
          <Button kind="quiet" size="icon" aria-label={t('language')} title={t('language')}>
            <Icon name="languages" />
          </Button>
        }
      >
        {({ LanguageItems }) => <LanguageItems />}
      </Menu>
      <Menu
        load={load}
        align="start"
        side="top"
        trigger={
          <Button kind="quiet" size="icon" aria-label={t('theme')} title={t('theme')}>
            <Icon name={THEME_ICON[theme]} />
          </Button>
        }
      >
        {({ ThemeItems }) => <ThemeItems theme={theme} onTheme={setTheme} />}
      </Menu>
    </div>
  );
}
