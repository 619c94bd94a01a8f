'use client';

import { ChevronLeft, ChevronRight, CircleHelp, Search, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { DateJump } from './date-jump.tsx';
import { type Position, ZOOMS, type Zoom } from './position.ts';
import type { Filters } from './use-position.ts';

/** Where and how much one looks at: steps, today, a date, the zoom, a word. */
export function Toolbar({
  position,
  filters,
  propertyName,
  filterInput,
  isPhone,
  onStep,
  onToday,
  onJump,
  onZoom,
  onFilter,
  onHelp,
}: {
  position: Position;
  filters: Filters;
  /** Of the one property that is shown, where a link asked for it. */
  propertyName: string | null;
  filterInput: RefObject<HTMLInputElement | null>;
  /** A list by days has no zoom and no keys. */
  isPhone: boolean;
  onStep: (direction: 1 | -1) => void;
  onToday: () => void;
  onJump: (night: string) => void;
  onZoom: (zoom: Zoom) => void;
  onFilter: (filters: Partial<Filters>) => void;
  onHelp: () => void;
}) {
  const t = useTranslations('timeline');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <div className="flex items-center gap-1">
        <Button size="icon" onClick={() => onStep(-1)} aria-label={t('earlier')} title={t('earlier')}>
          <ChevronLeft strokeWidth={1.75} />
        </Button>
        <Button onClick={onToday} title={t('todayKey')}>
          {t('today')}
        </Button>
        <Button size="icon" onClick={() => onStep(1)} aria-label={t('later')} title={t('later')}>
          <ChevronRight strokeWidth={1.75} />
        </Button>
      </div>
      <DateJump position={position} onJump={onJump} />
      {isPhone ? null : <ZoomChoice zoom={position.zoom} onZoom={onZoom} />}
      <div className="ml-auto flex min-w-0 flex-1 items-center justify-end gap-2">
        {propertyName === null ? null : (
          <Button size="sm" kind="quiet" onClick={() => onFilter({ property: null })} title={t('showAll')}>
            <span className="max-w-40 truncate">{propertyName}</span>
            <X strokeWidth={1.75} />
            <span className="sr-only">{t('showAll')}</span>
          </Button>
        )}
        <label className="relative w-full max-w-60">
          <span className="sr-only">{t('filter')}</span>
          <Search
            aria-hidden
            strokeWidth={1.75}
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3"
          />
          <input
            ref={filterInput}
            type="search"
            value={filters.q}
            placeholder={t('filter')}
            maxLength={80}
            onChange={(event) => onFilter({ q: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              onFilter({ q: '' });
              event.currentTarget.blur();
            }}
            className={cn(
              'h-8 w-full min-w-0 rounded-md border border-line-strong bg-panel pr-8 pl-8 text-base transition-colors hover:border-ink-3 [&::-webkit-search-cancel-button]:hidden',
              filters.q !== '' && 'border-accent',
            )}
          />
          {filters.q === '' ? (
            <kbd className="pointer-events-none absolute top-1.5 right-2 rounded-sm border border-line px-1.5 font-sans text-ink-3 text-xs">
              /
            </kbd>
          ) : (
            <button
              type="button"
              onClick={() => onFilter({ q: '' })}
              aria-label={t('clearFilter')}
              className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-ink-2 hover:bg-hover"
            >
              <X aria-hidden strokeWidth={1.75} className="size-4" />
            </button>
          )}
        </label>
        {isPhone ? null : (
          <Button
            kind="quiet"
            size="icon"
            onClick={onHelp}
            aria-label={t('help.title')}
            title={t('help.title')}
          >
            <CircleHelp strokeWidth={1.75} />
          </Button>
        )}
      </div>
    </div>
  );
}

function ZoomChoice({ zoom, onZoom }: { zoom: Zoom; onZoom: (zoom: Zoom) => void }) {
  const t = useTranslations('timeline');
  return (
    <fieldset className="flex h-8 items-center rounded-md border border-line-strong bg-sunken p-0.5">
      <legend className="sr-only">{t('zoom')}</legend>
      {ZOOMS.map((one) => (
        <label
          key={one}
          className="flex h-full cursor-pointer items-center rounded-sm px-2.5 font-medium text-ink-2 text-sm transition-colors has-checked:bg-panel has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus hover:text-ink"
        >
          <input
            type="radio"
            name="zoom"
            className="sr-only"
            checked={zoom === one}
            onChange={() => onZoom(one)}
          />
          {t(`zooms.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
