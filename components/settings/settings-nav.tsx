'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';

const PLACES = [
  { key: 'organization', href: '/settings', icon: 'building-complex' },
  { key: 'members', href: '/settings/members', icon: 'users-round' },
  { key: 'keys', href: '/settings/keys', icon: 'key-round' },
  { key: 'notices', href: '/settings/notices', icon: 'bell' },
  { key: 'you', href: '/settings/you', icon: 'user-round' },
] as const;

/** A list at the left where there is room, a row of two by two on phones. */
export function SettingsNav() {
  const t = useTranslations('settingsPages');
  const path = usePathname();
  return (
    <nav aria-label={t('title')} className="lg:sticky lg:top-6 lg:w-48 lg:shrink-0 lg:self-start">
      <ul className="grid grid-cols-2 gap-1 sm:flex sm:flex-wrap lg:flex-col">
        {PLACES.map(({ key, href, icon }) => {
          const here = path === href;
          return (
            <li key={key}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex min-h-8 items-center gap-2.5 rounded-md border border-transparent px-2 py-1 text-ink-2 transition-colors hover:bg-hover hover:text-ink',
                  here && 'border-line bg-panel font-medium text-ink hover:bg-panel',
                )}
              >
                <Icon name={icon} className={cn('size-4 shrink-0', here && 'text-accent-text')} />
                {t(`${key}.title`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
