'use client';

import { CalendarPlus, ChevronLeft, ChevronRight, LoaderCircle } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Select } from '#components/ui/input.tsx';
import { type Span, ZOOMS, type Zoom } from './timeline-layout.ts';

/** Where in time, how much of it, and whose. */
export function Toolbar({
  span,
  zoom,
  pending,
  property,
  properties,
  mayWrite,
  onMove,
  onToday,
  onZoom,
  onProperty,
  onNew,
}: {
  span: Span;
  zoom: Zoom;
  pending: boolean;
  property: string | null;
  properties: readonly { id: string; name: string }[];
  mayWrite: boolean;
  onMove: (direction: 1 | -1) => void;
  onToday: () => void;
  onZoom: (zoom: Zoom) => void;
  onProperty: (id: string | null) => void;
  onNew: () => void;
}) {
  const t = useTranslations('calendar');
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 sm:px-6">
      <h1 className="mr-1 font-semibold text-xl tracking-tight">{t('title')}</h1>
      <div className="flex items-center">
        <Button
          size="icon"
          className="rounded-r-none"
          onClick={() => onMove(-1)}
          aria-label={t('earlier')}
          title={`${t('earlier')} ←`}
        >
          <ChevronLeft strokeWidth={1.75} />
        </Button>
        <Button className="-mx-px rounded-none" onClick={onToday} title={`${t('today')} T`}>
          {t('today')}
        </Button>
        <Button
          size="icon"
          className="rounded-l-none"
          onClick={() => onMove(1)}
          aria-label={t('later')}
          title={`${t('later')} →`}
        >
          <ChevronRight strokeWidth={1.75} />
        </Button>
      </div>
      <p className="tnum flex items-center gap-2 text-ink-2" aria-live="polite">
        {sayNight(locale, span.from, 'dayMonth')} –{' '}
        {sayNight(locale, addDays(span.from, span.days - 1), 'dayMonth')}
        {pending ? (
          <LoaderCircle
            role="img"
            aria-label={t('loading')}
            strokeWidth={1.75}
            className="size-4 animate-spin"
          />
        ) : null}
      </p>
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {properties.length > 1 ? (
          <Select
            aria-label={t('property')}
            value={property ?? ''}
            onChange={(event) => onProperty(event.target.value || null)}
            className="w-44"
          >
            <option value="">{t('allProperties')}</option>
            {properties.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </Select>
        ) : null}
        <fieldset className="hidden overflow-hidden rounded-md border border-line-strong sm:flex">
          <legend className="sr-only">{t('zoom')}</legend>
          {ZOOMS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={zoom === one}
              onClick={() => onZoom(one)}
              className={cn(
                'h-[30px] border-line-strong border-l bg-panel px-2.5 text-ink-2 first-of-type:border-l-0 hover:bg-hover hover:text-ink',
                zoom === one && 'bg-hover font-medium text-ink',
              )}
            >
              {t(`zooms.${one}`)}
            </button>
          ))}
        </fieldset>
        {mayWrite ? (
          <Button kind="primary" onClick={onNew} title={`${t('new')} N`}>
            <CalendarPlus strokeWidth={1.75} />
            {t('new')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
