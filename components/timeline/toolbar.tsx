'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { memo, type RefObject, startTransition, useOptimistic } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { DateJump } from './date-jump.tsx';
import { FilterField } from './filter-field.tsx';
import { FiltersMenu } from './filters-menu.tsx';
import { type Span, ZOOMS, type Zoom } from './position.ts';
import type { Shown } from './shown.ts';
import type { Filters } from './use-position.ts';
import { ViewMenu } from './view-menu.tsx';

/** Where and how much one looks at: steps, today, a date, the zoom, a word. */
export const Toolbar = memo(function Toolbar({
  span,
  zoom,
  filters,
  channels,
  propertyName,
  filterInput,
  isPhone,
  onStep,
  onToday,
  onJump,
  onZoom,
  show,
  onShow,
  onFilter,
  onLook,
  onHelp,
}: {
  span: Span;
  zoom: Zoom;
  filters: Filters;
  /** Those that stays came by. */
  channels: readonly string[];
  /** Of the one property that is shown, where a link asked for it. */
  propertyName: string | null;
  filterInput: RefObject<HTMLInputElement | null>;
  /** A list by days has no zoom and no keys. */
  isPhone: boolean;
  onStep: (direction: 1 | -1) => void;
  onToday: () => void;
  onJump: (night: string) => void;
  onZoom: (zoom: Zoom) => void;
  show: Shown | null;
  onShow: (show: Shown | null) => void;
  onFilter: (filters: Partial<Filters>) => void;
  /** Somebody is about to look for a word. */
  onLook: () => void;
  onHelp: () => void;
}) {
  const t = useTranslations('timeline');
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <div className="flex items-center gap-1">
        <Button size="icon" onClick={() => onStep(-1)} aria-label={t('earlier')} title={t('earlier')}>
          <Icon name="chevron-left" />
        </Button>
        <Button onClick={onToday} title={t('todayKey')}>
          {t('today')}
        </Button>
        <Button size="icon" onClick={() => onStep(1)} aria-label={t('later')} title={t('later')}>
          <Icon name="chevron-right" />
        </Button>
      </div>
      <DateJump span={span} onJump={onJump} />
      {isPhone ? null : <ZoomChoice zoom={zoom} onZoom={onZoom} />}
      {isPhone || zoom === 'year' ? null : <ViewMenu show={show} onShow={onShow} />}
      <div
        className={cn(
          'ml-auto flex min-w-0 items-center justify-end gap-2',
          isPhone ? propertyName === null && 'hidden' : 'grow basis-60',
        )}
      >
        {propertyName === null ? null : (
          <Button size="sm" kind="quiet" onClick={() => onFilter({ property: null })} title={t('showAll')}>
            <span className="max-w-40 truncate">{propertyName}</span>
            <Icon name="x" />
            <span className="sr-only">{t('showAll')}</span>
          </Button>
        )}
        {isPhone ? null : <FiltersMenu filters={filters} channels={channels} onFilter={onFilter} />}
        {isPhone ? null : (
          <FilterField q={filters.q} input={filterInput} onFocus={onLook} onChange={(q) => onFilter({ q })} />
        )}
        {isPhone ? null : (
          <Button kind="quiet" size="icon" asChild>
            <Link
              href={`/calendar/print?from=${span.from}${filters.property ? `&property=${filters.property}` : ''}`}
              prefetch={false}
              aria-label={t('print')}
              title={t('print')}
            >
              <Icon name="printer" />
            </Link>
          </Button>
        )}
        {isPhone ? null : (
          <Button
            kind="quiet"
            size="icon"
            onClick={onHelp}
            aria-label={t('help.title')}
            title={t('help.title')}
          >
            <Icon name="circle-question-mark" />
          </Button>
        )}
      </div>
    </div>
  );
});

function ZoomChoice({ zoom, onZoom }: { zoom: Zoom; onZoom: (zoom: Zoom) => void }) {
  const t = useTranslations('timeline');
  const [chosen, choose] = useOptimistic(zoom);
  return (
    <fieldset className="zooms">
      <legend className="sr-only">{t('zoom')}</legend>
      {ZOOMS.map((one) => (
        <label key={one} className="zoom transition-colors">
          <input
            type="radio"
            name="zoom"
            className="sr-only"
            checked={chosen === one}
            onChange={() =>
              startTransition(() => {
                choose(one);
                onZoom(one);
              })
            }
          />
          {t(`zooms.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
