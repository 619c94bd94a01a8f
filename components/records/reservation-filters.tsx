'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { cn } from '#components/ui/cn.ts';
import type { PropertyName } from '#lib/domain/properties/schemas.ts';
import { CHANNEL_CODES, RESERVATION_SORTS, RESERVATION_STATUSES } from '#lib/domain/reservations/labels.ts';
import { useChannelName } from './channel-label.tsx';
import { FilterBar, FilterChoice, FilterDay, FilterText } from './filters.tsx';

const NAMES = ['q', 'from', 'to', 'unit', 'channel', 'status', 'sort'] as const;

export function ReservationFilters({
  properties,
  today,
}: {
  properties: readonly PropertyName[];
  today: string;
}) {
  const t = useTranslations('records.reservations');
  const channelName = useChannelName();
  const units = properties.flatMap((property) =>
    property.units.length > 1
      ? [
          { value: property.id, label: t('allOf', { name: property.name }) },
          ...property.units.map((unit) => ({ value: unit.id, label: `${property.name}, ${unit.name}` })),
        ]
      : [{ value: property.id, label: property.name }],
  );
  return (
    <div className="flex flex-col gap-3">
      <Presets today={today} />
      <FilterBar
        names={NAMES}
        more={
          <>
            <FilterDay name="from" label={t('from')} />
            <FilterDay name="to" label={t('to')} />
            {units.length > 1 ? (
              <FilterChoice name="unit" label={t('unit')} all={t('everyUnit')} options={units} />
            ) : null}
            <FilterChoice
              name="channel"
              label={t('channel')}
              all={t('everyChannel')}
              options={CHANNEL_CODES.map((value) => ({ value, label: channelName(value) }))}
            />
            <FilterChoice
              name="status"
              label={t('status')}
              all={t('everyStatus')}
              options={RESERVATION_STATUSES.map((value) => ({ value, label: t(`state.${value}`) }))}
            />
            <FilterChoice
              name="sort"
              label={t('sort')}
              all={t('sorts.heard')}
              options={RESERVATION_SORTS.filter((value) => value !== 'heard').map((value) => ({
                value,
                label: t(`sorts.${value}`),
              }))}
            />
          </>
        }
      >
        <FilterText name="q" label={t('search')} />
      </FilterBar>
    </div>
  );
}

/** Windows that people ask for most. They keep the other filters. */
function Presets({ today }: { today: string }) {
  const t = useTranslations('records.reservations');
  const search = useSearchParams();
  const presets = [
    { key: 'any', from: null, to: null },
    { key: 'ahead', from: today, to: null },
    { key: 'tonight', from: today, to: addDays(today, 1) },
    { key: 'week', from: today, to: addDays(today, 7) },
  ] as const;
  return (
    <nav aria-label={t('presets')} className="-ml-2 flex flex-wrap gap-1">
      {presets.map(({ key, from, to }) => {
        const here = search.get('from') === from && search.get('to') === to;
        const next = new URLSearchParams(search);
        next.delete('cursor');
        for (const [name, value] of [
          ['from', from],
          ['to', to],
        ] as const) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return (
          <Link
            key={key}
            href={next.size > 0 ? `/reservations?${next}` : '/reservations'}
            scroll={false}
            aria-current={here ? 'true' : undefined}
            className={cn(
              'inline-flex h-7 items-center rounded-md border border-transparent px-2 text-ink-2 text-sm hover:bg-hover hover:text-ink',
              here && 'border-line-strong bg-panel font-medium text-ink',
            )}
          >
            {t(`preset.${key}`)}
          </Link>
        );
      })}
    </nav>
  );
}
