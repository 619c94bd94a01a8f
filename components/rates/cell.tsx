// biome-ignore-all lint/a11y/useSemanticElements: a grid that scrolls in both directions and is virtual is no table
'use client';

import { useLocale } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { type ChannelState, type RateUnit, runAt, type SetNight, sayPrice, stayOf } from './model.ts';
import { StateStrip, statesAt, WorstSign } from './states.tsx';

export type CellDay = {
  readonly night: string;
  readonly aloud: string;
  readonly isWeekend: boolean;
  readonly isMonthStart: boolean;
};

/** One night of one unit: its price, its terms, and a line with where it stands at each channel. */
export function Cell({
  unit,
  night,
  day,
  column,
  says,
  isPast,
  isChosen,
  isActive,
  isDense,
}: {
  unit: RateUnit;
  night: SetNight | undefined;
  day: CellDay;
  column: number;
  says: string;
  isPast: boolean;
  isChosen: boolean;
  isActive: boolean;
  isDense: boolean;
}) {
  const locale = useLocale();
  const states = statesAt(unit, day.night).map((one) => one.state);
  const isTaken = runAt(unit.taken, day.night) !== null;
  return (
    <div
      role="gridcell"
      aria-colindex={column}
      aria-selected={isChosen}
      title={says}
      tabIndex={isActive ? 0 : -1}
      data-night={day.night}
      className={cn(
        'tnum relative flex min-w-0 flex-col justify-between overflow-hidden border-line border-l px-1.5 pt-1.5 pb-[7px] outline-offset-[-2px]',
        isDense && 'px-1',
        day.isMonthStart && 'border-line-strong',
        day.isWeekend && 'bg-(--weekend)',
        isTaken && 'bg-idle-soft',
        isPast && 'text-ink-3',
        night?.stopSell && 'hatched',
        isChosen ? 'bg-accent-soft shadow-[inset_0_0_0_1px_var(--accent)]' : 'hover:bg-hover',
      )}
    >
      <span className="sr-only">{`${day.aloud}: ${says}`}</span>
      <span
        aria-hidden
        className={cn(
          'min-w-0 truncate font-medium leading-4',
          isDense ? 'text-xs' : 'text-sm',
          (isTaken || night?.stopSell) && 'text-ink-2',
          night?.stopSell && 'line-through',
          !night?.priceMinor && 'font-normal text-ink-3',
        )}
      >
        {night?.priceMinor ? sayPrice(locale, night.priceMinor, unit.currency) : '–'}
      </span>
      <Terms night={night} states={isDense ? [] : states} />
      <StateStrip states={states} className="absolute inset-x-1 bottom-[3px]" />
    </div>
  );
}

/** Shortest and longest stay as "2–7", and signs for what is not allowed; the words are in the cell's label. */
function Terms({ night, states }: { night: SetNight | undefined; states: readonly ChannelState[] }) {
  return (
    <span aria-hidden className="flex h-4 min-w-0 items-center gap-1 text-[11px] text-ink-2 leading-4">
      <span className="truncate">{stayOf(night)}</span>
      {night?.closedToArrival ? (
        <Icon name="arrow-right-to-line" strokeWidth={2} className="size-3 shrink-0 text-bad" />
      ) : null}
      {night?.closedToDeparture ? (
        <Icon name="arrow-right-from-line" strokeWidth={2} className="size-3 shrink-0 text-bad" />
      ) : null}
      {night?.stopSell ? <Icon name="ban" strokeWidth={2} className="size-3 shrink-0 text-ink-2" /> : null}
      <WorstSign states={states} className="ml-auto" />
    </span>
  );
}
