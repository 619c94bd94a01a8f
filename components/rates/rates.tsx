'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useRef, useState } from 'react';
import { addDays } from '#components/format/days.ts';
import { DateJump } from '#components/timeline/date-jump.tsx';
import { FilterField } from '#components/timeline/filter-field.tsx';
import { StaleLine } from '#components/timeline/stale-line.tsx';
import { useMedia } from '#components/timeline/use-media.ts';
import { type LocalNow, useNow } from '#components/timeline/use-now.ts';
import { useShortcuts } from '#components/timeline/use-shortcuts.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { rowsOf, type Selection, type UnitRow } from './model.ts';
import type { Tab } from './night-panel.tsx';
import { RatesGrid } from './rates-grid.tsx';
import { RatesList } from './rates-list.tsx';
import { Legend } from './states.tsx';
import { type Days, type Place, SPANS, usePlace } from './use-place.ts';
import { type Loaded, useRatesData } from './use-rates-data.ts';
import { useSelection } from './use-selection.ts';

const NightPanel = dynamic(() => import('./night-panel.tsx').then((module) => module.NightPanel));
const TakeOverDialog = dynamic(() =>
  import('./take-over-dialog.tsx').then((module) => module.TakeOverDialog),
);

export type RatesStart = {
  readonly place: Place;
  readonly first: Loaded;
  readonly mayEdit: boolean;
  readonly localNow: LocalNow;
  readonly zone: string;
  readonly isPhone: boolean;
};

/** What nights cost and on what terms: a grid to select and edit in, on a phone a list of one unit's nights. */
export function RatesScreen({ start }: { start: RatesStart }) {
  const t = useTranslations('rates');
  const now = useNow(start.zone, start.localNow);
  const { place, change, by, home } = usePlace(start.place, now.night);
  const isPhone = useMedia('(max-width: 639px)', start.isPhone);
  const hasRoomBeside = useMedia('(min-width: 1024px)', !start.isPhone);
  const days = isPhone ? 31 : place.days;
  const span = useMemo(() => ({ from: place.from, days }), [place.from, days]);
  const data = useRatesData(span, start.first);
  const asked = isPhone ? ALL : place;
  const rows = useMemo(() => rowsOf(data.grid.items, asked), [data.grid, asked]);
  const units = useMemo(() => rows.filter((row): row is UnitRow => row.kind === 'unit'), [rows]);
  const [tab, setTab] = useState<Tab>('edit');
  const [isOpen, setOpen] = useState(false);
  const [isTaking, setTaking] = useState(false);
  const [tapped, setTapped] = useState<Selection | null>(null);
  const open = useCallback((what: Tab) => {
    setTab(what);
    setOpen(true);
  }, []);
  const choice = useSelection({ units, span, today: now.night, onMove: by, onOpen: open });
  const filterInput = useRef<HTMLInputElement>(null);
  const done = () => {
    setOpen(false);
    setTapped(null);
    choice.clear();
  };
  useShortcuts({ t: home, '/': () => filterInput.current?.focus(), escape: done });

  const selection = isPhone ? tapped : choice.selection;
  const shownUnits = isPhone ? rowsOf(data.grid.items, ALL).filter((row) => row.kind === 'unit') : units;
  const listed = units.find((row) => row.unit.unitId === place.unit) ?? units[0];
  const startEdit = () => {
    if (isPhone && listed) setTapped({ unitIds: [listed.unit.unitId], from: place.from, last: place.from });
    else if (!choice.selection) choice.choose(choice.head, choice.head);
    open('edit');
  };
  const panel =
    isOpen && selection ? (
      <NightPanel
        selection={selection}
        units={shownUnits}
        tab={tab}
        mayEdit={start.mayEdit}
        isBeside={hasRoomBeside}
        onTab={setTab}
        onDone={done}
      />
    ) : null;

  return (
    <section
      aria-label={t('title')}
      className="relative flex [--unit-col:clamp(8.5rem,17vw,13.5rem)] min-h-[560px] flex-1 flex-col"
    >
      <div className="flex flex-1 flex-col gap-3 px-4 pt-4 pb-4 sm:absolute sm:inset-0 sm:px-5">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 className="font-semibold text-xl tracking-tight">{t('title')}</h1>
            <p className="mt-0.5 text-ink-2">{t('lead')}</p>
          </div>
          {start.mayEdit && units.length > 0 ? (
            <div className="flex flex-wrap gap-2">
              {units.some((row) => row.unit.channels.length > 0) ? (
                <Button onClick={() => setTaking(true)}>
                  <Icon name="download" />
                  {t('takeOver.action')}
                </Button>
              ) : null}
              <Button kind="primary" onClick={startEdit}>
                <Icon name="pencil-line" />
                {t('edit')}
              </Button>
            </div>
          ) : null}
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Steps days={days} onMove={by} onHome={home} />
          <DateJump span={span} onJump={(from) => change({ from })} />
          {isPhone ? null : <SpanChoice value={place.days} onChange={(next) => change({ days: next })} />}
          {isPhone ? null : (
            <div className="ml-auto flex min-w-0 grow basis-60 items-center justify-end gap-2">
              {place.property === null ? null : (
                <Button size="sm" kind="quiet" onClick={() => change({ property: null })}>
                  <span className="max-w-40 truncate">
                    {data.grid.items.find((unit) => unit.propertyId === place.property)?.property}
                  </span>
                  <Icon name="x" />
                  <span className="sr-only">{t('showAll')}</span>
                </Button>
              )}
              <FilterField
                q={place.q}
                input={filterInput}
                label={t('filter')}
                onChange={(q) => change({ q })}
              />
            </div>
          )}
        </div>
        <StaleLine problem={data.problem} readAtMs={data.readAtMs} onRetry={data.retry} />
        {units.length === 0 ? (
          <div className="flex flex-wrap items-center gap-3 py-8 text-ink-2">
            {t('nothing', { q: place.q })}
            <Button size="sm" onClick={() => change({ q: '', property: null })}>
              {t('showAll')}
            </Button>
          </div>
        ) : isPhone && listed ? (
          <RatesList
            units={units}
            row={listed}
            span={span}
            today={now.night}
            onUnit={(unit) => change({ unit })}
            onNight={(night) => {
              setTapped({ unitIds: [listed.unit.unitId], from: night, last: night });
              open('edit');
            }}
            onLater={() => {
              by(28);
              window.scrollTo({ top: 0 });
            }}
          />
        ) : (
          <div className="flex min-h-0 flex-1 gap-3">
            <div className="flex min-w-0 flex-1 flex-col gap-2">
              <RatesGrid
                rows={rows}
                span={span}
                now={now}
                zone={start.zone}
                choice={choice}
                isWhole={data.isWhole}
                onMove={by}
              />
              <Legend
                units={units.map((row) => row.unit)}
                hasTaken={units.some((row) => row.unit.taken.length > 0)}
                hasStopSell={units.some((row) => row.unit.nights.some((night) => night.stopSell))}
              />
            </div>
            {hasRoomBeside ? panel : null}
          </div>
        )}
      </div>
      {hasRoomBeside ? null : panel}
      {isTaking ? (
        <TakeOverDialog
          units={units}
          from={selection?.from ?? now.night}
          last={selection && selection.last > selection.from ? selection.last : addDays(now.night, YEAR)}
          onClose={() => setTaking(false)}
        />
      ) : null}
    </section>
  );
}

/** Nights that a take-over offers where none were selected, after the first. */
const YEAR = 364;
const ALL = { q: '', property: null };

function Steps({
  days,
  onMove,
  onHome,
}: {
  days: number;
  onMove: (days: number) => void;
  onHome: () => void;
}) {
  const t = useTranslations('rates');
  const common = useTranslations('timeline');
  const step = days === 14 ? 7 : 28;
  return (
    <div className="flex items-center gap-1">
      <Button size="icon" onClick={() => onMove(-step)} aria-label={t('earlier')} title={t('earlier')}>
        <Icon name="chevron-left" />
      </Button>
      <Button onClick={onHome} title={common('todayKey')}>
        {common('today')}
      </Button>
      <Button size="icon" onClick={() => onMove(step)} aria-label={t('later')} title={t('later')}>
        <Icon name="chevron-right" />
      </Button>
    </div>
  );
}

function SpanChoice({ value, onChange }: { value: Days; onChange: (days: Days) => void }) {
  const t = useTranslations('rates');
  return (
    <fieldset className="flex h-8 items-center rounded-md border border-line-strong bg-sunken p-0.5">
      <legend className="sr-only">{t('days')}</legend>
      {SPANS.map((one) => (
        <label
          key={one}
          className="flex h-full cursor-pointer items-center rounded-sm px-2.5 font-medium text-ink-2 text-sm transition-colors has-checked:bg-panel has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus hover:text-ink"
        >
          <input
            type="radio"
            name="days"
            className="sr-only"
            checked={value === one}
            onChange={() => onChange(one)}
          />
          {t(`spans.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
