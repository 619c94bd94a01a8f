// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo } from 'react';
import { dayNumber, nightAt } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Days } from './canvas.ts';
import { GROUP_HEIGHT } from './layout.ts';
import { isDenseAt, type Span, type Zoom } from './position.ts';
import { freeOf, type GroupRow, type TimelineProperty } from './rows.ts';

const WEEK = 7;

/** A property of several units: folds them away, and says how many are free night by night. */
export const GroupRowView = memo(function GroupRowView({
  row,
  rowIndex,
  top,
  canvas,
  days,
  unread,
  today,
  zoom,
  onFold,
}: {
  row: GroupRow;
  rowIndex: number;
  top: number;
  canvas: Span;
  days: Days;
  /** Days of which nobody knows what is free. */
  unread: readonly Days[];
  today: string;
  zoom: Zoom;
  onFold: (propertyId: string) => void;
}) {
  const t = useTranslations('timeline');
  const units = row.property.units.length;
  const free = freeOf(row.property, canvas);
  const weeks = Array.from(
    { length: Math.ceil(days.end / WEEK) - Math.floor(days.start / WEEK) },
    (_, index) => (Math.floor(days.start / WEEK) + index) * WEEK,
  );
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="absolute inset-x-0 flex border-line border-b bg-sunken"
      style={{ top, height: row.height }}
    >
      <div role="rowheader" aria-colindex={1} className="pinned items-center bg-sunken">
        <button
          type="button"
          aria-expanded={!row.isFolded}
          onClick={() => onFold(row.property.id)}
          title={row.property.name}
          className="folds"
        >
          <Icon
            name="chevron-down"
            strokeWidth={2}
            className={cn(
              'size-4 shrink-0 text-ink-2 transition-transform duration-150',
              row.isFolded && '-rotate-90',
            )}
          />
          <span className="min-w-0 truncate font-semibold">{row.property.name}</span>
          <span className="tnum ml-auto shrink-0 pl-1 text-ink-2 text-xs max-lg:sr-only">
            {t('unitCount', { count: units })}
          </span>
        </button>
      </div>
      <div
        role="none"
        data-lanes
        className="lanes tnum relative min-w-0 flex-1 text-center text-ink-2 text-xs leading-8"
      >
        {isDenseAt(zoom) ? (
          <Taken free={free} units={leavesOf(row.property)} canvas={canvas} />
        ) : (
          weeks.map((start) => (
            <Week
              key={start}
              from={nightAt(dayNumber(canvas.from) + start)}
              start={start}
              free={free.slice(start, start + WEEK).join()}
              isRead={!unread.some((one) => one.start < start + WEEK && one.end > start)}
              today={today}
            />
          ))
        )}
      </div>
    </div>
  );
});

/** @param props.free numbers with commas, so that a week that says the same is not drawn again */
const Week = memo(function Week({
  from,
  start,
  free,
  isRead,
  today,
}: {
  from: string;
  start: number;
  free: string;
  isRead: boolean;
  today: string;
}) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  return (
    <div role="none" className="days" style={{ left: `calc(${start} * var(--day))` }}>
      {free.split(',').map((text, index) => {
        const name = nightAt(dayNumber(from) + index);
        const night = sayNight(locale, name, 'full');
        const says = isRead ? t('freeOn', { count: Number(text), night }) : `${night}: ${t('unread')}`;
        return (
          <div
            key={name}
            role="gridcell"
            aria-colindex={start + index + 2}
            aria-label={says}
            title={says}
            className={cn(
              'w-(--day) border-line border-l',
              name.endsWith('-01') && 'border-line-strong',
              text === '0' && 'font-semibold text-ink',
              name < today && 'text-ink-3',
            )}
          >
            {isRead ? text : null}
          </div>
        );
      })}
    </div>
  );
});

/** A whole house counts no further than its parts do. */
function leavesOf(property: TimelineProperty): number {
  return Math.max(property.units.filter((unit) => unit.parts.length === 0).length, 1);
}

/** Where a day is too narrow for a number: how much is taken, as one outline. */
function Taken({ free, units, canvas }: { free: readonly number[]; units: number; canvas: Span }) {
  const height = GROUP_HEIGHT - 12;
  const steps = free.map((count) => `V${(height * (count / units)).toFixed(1)}h1`).join('');
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${canvas.days} ${height}`}
      preserveAspectRatio="none"
      className="absolute inset-x-0 top-1.5 w-full bg-idle-soft"
      style={{ height }}
    >
      <path d={`M0 ${height}${steps}V${height}z`} className="fill-ink-3" />
    </svg>
  );
}
