'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { NearLink } from '#components/ui/near-link.tsx';
import { isHere, PLACES, type Place } from './nav.ts';

export function RailLinks({
  hidden,
  inboxCount,
  folded,
  onFollow,
}: {
  hidden: readonly Place[];
  inboxCount: number;
  folded?: boolean;
  onFollow?: () => void;
}) {
  const t = useTranslations('nav');
  const path = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {PLACES.filter(({ key }) => !hidden.includes(key)).map(({ key, href, icon }) => {
        const here = isHere(href, path);
        const count = key === 'inbox' ? inboxCount : 0;
        return (
          <li key={key}>
            <NearLink
              href={href}
              {...(onFollow ? { onClick: onFollow } : {})}
              aria-current={here ? 'page' : undefined}
              title={folded ? t(key) : undefined}
              className={cn(
                'relative flex h-8 items-center gap-2.5 rounded-md border border-transparent px-2 text-ink-2 transition-colors hover:bg-hover hover:text-ink',
                here && 'border-line bg-panel font-medium text-ink hover:bg-panel',
                folded && 'justify-center px-0',
              )}
            >
              <Icon name={icon} className={cn('size-4 shrink-0', here && 'text-accent-text')} />
              <span className={cn('min-w-0 flex-1 truncate', folded && 'sr-only')}>{t(key)}</span>
              {count > 0 ? (
                <span
                  className={cn(
                    'tnum rounded-full bg-warn-soft px-1.5 font-medium text-warn text-xs',
                    folded && 'absolute -top-0.5 -right-0.5 px-1',
                  )}
                >
                  <span aria-hidden>{count}</span>
                  <span className="sr-only">{t('needYou', { count })}</span>
                </span>
              ) : null}
            </NearLink>
          </li>
        );
      })}
    </ul>
  );
}
