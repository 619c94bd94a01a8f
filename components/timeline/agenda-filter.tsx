'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { FilterField } from './filter-field.tsx';
import type { Filters } from './use-position.ts';

/** What a phone's calendar leaves out, behind one button: a red dot says that it does. */
export function AgendaFilter({
  timeline,
  filters,
  onFilter,
}: {
  timeline: Timeline;
  filters: Filters;
  onFilter: (filters: Partial<Filters>) => void;
}) {
  const t = useTranslations('moves.agenda');
  const words = useTranslations('timeline');
  const [isOpen, setOpen] = useState(false);
  const count = [filters.q !== '', filters.property !== null, filters.unit !== null].filter(Boolean).length;
  const units = timeline.properties
    .filter((property) => filters.property === null || property.id === filters.property)
    .flatMap((property) => property.units.map((unit) => ({ unit, property })));
  return (
    <>
      <Button
        className="relative h-10 flex-1"
        onClick={() => setOpen(true)}
        aria-label={count > 0 ? t('filtered', { count }) : t('filter')}
      >
        <Icon name="sliders-horizontal" />
        {t('filter')}
        {count > 0 ? (
          <span
            aria-hidden
            data-filtered
            className="absolute -top-1 -right-1 size-3 rounded-full border-2 border-canvas bg-bad-strong"
          />
        ) : null}
      </Button>
      {isOpen ? (
        <Dialog
          open
          onOpenChange={setOpen}
          title={t('filter')}
          footer={
            <>
              {count > 0 ? (
                <Button onClick={() => onFilter({ q: '', property: null, unit: null })}>
                  {words('showAll')}
                </Button>
              ) : null}
              <Button kind="primary" onClick={() => setOpen(false)}>
                {t('done')}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            <FilterField q={filters.q} onChange={(q) => onFilter({ q })} />
            <Field label={t('property')}>
              <Select
                value={filters.property ?? ''}
                onChange={(event) => onFilter({ property: event.target.value || null, unit: null })}
              >
                <option value="">{t('allProperties')}</option>
                {timeline.properties.map((property) => (
                  <option key={property.id} value={property.id}>
                    {property.name}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={words('unit')}>
              <Select
                value={filters.unit ?? ''}
                onChange={(event) => onFilter({ unit: event.target.value || null })}
              >
                <option value="">{words('allUnits')}</option>
                {units.map(({ unit, property }) => (
                  <option key={unit.id} value={unit.id}>
                    {property.units.length > 1 ? `${property.name}, ${unit.name}` : property.name}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
