'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { COLORS } from './platforms.ts';

export function ColorChoice({ value, onChange }: { value: string; onChange: (color: string) => void }) {
  const t = useTranslations('calendars');
  const isOwn = !COLORS.some((color) => color === value.toLowerCase());
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{t('color')}</legend>
      <div className="flex flex-wrap gap-1.5">
        {COLORS.map((color) => (
          <label key={color} className="relative cursor-pointer">
            <input
              type="radio"
              name="color"
              value={color}
              checked={value.toLowerCase() === color}
              onChange={() => onChange(color)}
              className="peer sr-only"
            />
            <span
              style={{ backgroundColor: color }}
              className="grid size-7 place-items-center rounded-md text-white outline-offset-2 peer-focus-visible:outline-2 peer-focus-visible:outline-focus"
            >
              {value.toLowerCase() === color ? (
                <Icon name="check" strokeWidth={2.5} className="size-4" />
              ) : null}
            </span>
            <span className="sr-only">{color}</span>
          </label>
        ))}
        <label
          title={t('ownColor')}
          style={isOwn ? { backgroundColor: value, color: '#fff' } : undefined}
          className={cn(
            'relative grid size-7 cursor-pointer place-items-center rounded-md border border-line-strong text-ink-2',
            isOwn && 'border-transparent',
          )}
        >
          <Icon name="pipette" className="size-4" />
          <input
            type="color"
            aria-label={t('ownColor')}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
        </label>
      </div>
    </fieldset>
  );
}
