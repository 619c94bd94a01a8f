'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { PLATFORM_NAMES } from './platforms.ts';

const HELPED = ['airbnb', 'booking', 'vrbo', 'google', 'avito', 'other'] as const;

/** Where each platform hides the link that we read. */
export function FindLink({ first }: { first?: string | undefined }) {
  const t = useTranslations('findLink');
  const [shown, setShown] = useState<(typeof HELPED)[number]>(
    () => HELPED.find((one) => one === first) ?? 'airbnb',
  );
  return (
    <div className="rounded-md bg-sunken p-3">
      <p className="font-medium text-sm">{t('title')}</p>
      <div className="mt-2 flex flex-wrap gap-1">
        {HELPED.map((platform) => (
          <button
            key={platform}
            type="button"
            aria-pressed={shown === platform}
            onClick={() => setShown(platform)}
            className={cn(
              'rounded-md border border-transparent px-2 py-1 text-ink-2 text-sm hover:text-ink',
              shown === platform && 'border-line-strong bg-panel font-medium text-ink',
            )}
          >
            {PLATFORM_NAMES[platform] ?? t('otherName')}
          </button>
        ))}
      </div>
      <p className="mt-2 text-ink-2 text-sm">{t(shown)}</p>
    </div>
  );
}
