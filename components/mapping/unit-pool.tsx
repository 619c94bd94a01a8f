'use client';

import { useTranslations } from 'next-intl';
import { placeName } from '#components/home/place.ts';
import { Combobox, type Option } from '#components/ui/combobox.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Listing, UnitRef } from '#lib/domain/mappings/schemas.ts';

/** Several units that are sold as one room type: each a chip, how many of those sold, and a picker while some are missing. */
export function UnitPool({
  listing,
  units,
  options,
  mayMap,
  onChange,
}: {
  listing: Listing;
  units: readonly UnitRef[];
  /** Every unit there is to choose. */
  options: readonly Option[];
  mayMap: boolean;
  onChange: (unitIds: readonly string[]) => void;
}) {
  const t = useTranslations('mapping.pool');
  const find = useTranslations('mapping');
  const ids = units.map((unit) => unit.id);
  /** The chip goes with its button: whoever pressed it by keyboard goes on at the picker. */
  function takeOut(unitId: string) {
    onChange(ids.filter((id) => id !== unitId));
    requestAnimationFrame(() => document.getElementById(`unit-${listing.id}`)?.focus());
  }
  const left = options.filter((option) => option.value !== '' && !ids.includes(option.value));
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <ul aria-label={t('of', { name: listing.name })} className="contents">
          {units.map((unit) => {
            const name = placeName(unit.propertyName, unit.name);
            return (
              <li
                key={unit.id}
                className="inline-flex min-h-7 max-w-full items-center gap-0.5 rounded-md border border-line-strong bg-overlay pl-2 text-sm"
              >
                <span className={mayMap ? 'min-w-0 truncate' : 'min-w-0 truncate pr-2'} title={name}>
                  {name}
                </span>
                {mayMap ? (
                  <button
                    type="button"
                    aria-label={t('takeOut', { unit: name })}
                    onClick={() => takeOut(unit.id)}
                    className="grid size-7 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
                  >
                    <Icon name="x" className="size-4" />
                  </button>
                ) : null}
              </li>
            );
          })}
        </ul>
        <span className="tnum text-ink-2 text-sm">
          {t('count', { count: units.length, quantity: listing.quantity })}
        </span>
      </div>
      {mayMap && left.length > 0 && units.length < listing.quantity ? (
        <Combobox
          aria-label={t('addTo', { name: listing.name })}
          id={`unit-${listing.id}`}
          value=""
          onChange={(value) => onChange([...ids, value])}
          searchLabel={find('findUnit')}
          emptyLabel={find('noUnitSuch')}
          placeholder={t('add')}
          options={left}
        />
      ) : null}
    </div>
  );
}
