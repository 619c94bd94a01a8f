'use client';

import { useRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { LANGUAGES, remember } from './preferences.ts';

export function LanguageLinks() {
  const locale = useLocale();
  const router = useRouter();
  return (
    <div className="-ml-1.5 flex gap-1 text-sm">
      {LANGUAGES.map(({ value, label, lang }) => (
        <button
          key={value}
          type="button"
          lang={lang}
          aria-pressed={locale === value}
          onClick={() => {
            remember('locale', value);
            router.refresh();
          }}
          className={cn(
            'rounded-md px-1.5 py-1 text-ink-2 hover:text-ink',
            locale === value && 'font-medium text-ink',
          )}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
