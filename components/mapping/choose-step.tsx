'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { placeName } from '#components/home/place.ts';
import { cn } from '#components/ui/cn.ts';
import type { Option } from '#components/ui/combobox.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Listing, UnitRef } from '#lib/domain/mappings/schemas.ts';
import {
  type Choice,
  type Draft,
  groupsOf,
  isIn,
  matches,
  ROW_FILTERS,
  type RowFilter,
  stateOf,
  unitIdsOf,
  usedTwice,
} from './draft.ts';
import { ListingRow } from './listing-row.tsx';
import type { Account } from './mapping-actions.ts';
import type { Effects } from './use-effects.ts';

/** Both sides beside each other, what is not certain first. `/` searches, up and down walk the units. */
export function ChooseStep({
  account,
  accountMarkupBp,
  listings,
  units,
  draft,
  effects,
  mayMap,
  shownFirst,
  onChoose,
}: {
  account: Account;
  accountMarkupBp: number | null;
  listings: readonly Listing[];
  units: readonly UnitRef[];
  draft: Draft;
  effects: Effects;
  mayMap: boolean;
  shownFirst: string | null;
  onChoose: (listingId: string, choice: Choice) => void;
}) {
  const t = useTranslations('mapping');
  const [filter, setFilter] = useState<RowFilter | null>(null);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const unitOf = useMemo(() => new Map(units.map((unit) => [unit.id, unit])), [units]);
  const twice = useMemo(() => usedTwice(listings, draft), [listings, draft]);
  const options = useMemo(() => optionsOf(units, listings, draft, t('noUnit')), [units, listings, draft, t]);
  const rows = listings.map((listing) => ({
    listing,
    state: stateOf(listing, draft, effects.guardsOf(listing)),
    // An archived unit is no choice any more, and may still stand in a mapping.
    units: unitIdsOf(listing, draft).flatMap(
      (id) => unitOf.get(id) ?? listing.mapping?.units.find((unit) => unit.id === id) ?? [],
    ),
  }));
  const shown = new Map(
    rows
      .filter(
        ({ listing, state, units: chosen }) =>
          (filter === null || isIn(state, filter)) && matches(listing, chosen, search),
      )
      .map((row) => [row.listing, row]),
  );
  const groups = groupsOf([...shown.keys()]);

  /** Names of other listings that one of these units is chosen for too. */
  function alsoFor(listing: Listing, chosen: readonly UnitRef[]): string[] {
    const others = new Set(chosen.flatMap((unit) => twice.get(unit.id) ?? []));
    others.delete(listing.id);
    return [...others].map((id) => listings.find((one) => one.id === id)?.name ?? '');
  }

  useEffect(() => {
    if (!shownFirst) return;
    const row = document.getElementById(shownFirst);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('[role=combobox]')?.focus({ preventScroll: true });
  }, [shownFirst]);

  useEffect(() => {
    function slash(event: globalThis.KeyboardEvent) {
      const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || inField || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
    }
    window.addEventListener('keydown', slash);
    return () => window.removeEventListener('keydown', slash);
  }, []);

  /** From a closed picker up and down go to the next row's; an open one keeps them for its own list. */
  function walk(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const pickers = [...(list.current?.querySelectorAll<HTMLElement>('[role=combobox]:enabled') ?? [])];
    const at = event.target instanceof HTMLElement ? pickers.indexOf(event.target) : -1;
    if (at === -1 || pickers[at]?.getAttribute('aria-expanded') === 'true') return;
    event.preventDefault();
    pickers[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  }

  return (
    <div className="flex flex-col gap-3 max-lg:pb-40">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <fieldset className="-ml-2 flex flex-wrap gap-1">
          <legend className="sr-only">{t('filter.label')}</legend>
          <FilterChip here={filter === null} onPress={() => setFilter(null)}>
            {t('filter.all', { count: rows.length })}
          </FilterChip>
          {ROW_FILTERS.map((one) => (
            <FilterChip key={one} here={filter === one} onPress={() => setFilter(one)}>
              {t(`filter.${one}`)}{' '}
              <span className="tnum">{rows.filter(({ state }) => isIn(state, one)).length}</span>
            </FilterChip>
          ))}
        </fieldset>
        <div className="w-full sm:w-64">
          <Input
            ref={field}
            type="search"
            aria-label={t('search')}
            placeholder={t('searchKey')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      </div>
      {shown.size === 0 ? (
        <EmptyState title={t(rows.length === 0 ? 'noListings' : 'noneSuch')}>
          {rows.length === 0 ? t('noListingsMeans') : null}
        </EmptyState>
      ) : (
        <div className="overflow-clip rounded-lg border border-line bg-panel">
          <div
            aria-hidden
            className="hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm xl:grid xl:grid-cols-2 xl:gap-x-6"
          >
            <span>{t('theirs')}</span>
            <span>{t('ours')}</span>
          </div>
          <ul ref={list} onKeyDown={walk}>
            {groups.map(({ group, listings: own }) => (
              <li key={group?.externalId ?? ''} className="border-line border-b last:border-b-0">
                {group ? (
                  <h3 className="flex flex-wrap items-baseline gap-x-2 border-line border-b bg-canvas px-4 py-2 font-medium text-sm">
                    <span className="break-words">{group.name}</span>
                    <span className="break-all font-mono font-normal text-ink-3 text-xs">
                      {group.externalId}
                    </span>
                    <span className="tnum font-normal text-ink-2">
                      {t('roomTypes', { count: own.length })}
                    </span>
                  </h3>
                ) : null}
                <ul>
                  {own.flatMap((listing) => {
                    const row = shown.get(listing);
                    if (!row) return [];
                    return (
                      <ListingRow
                        key={listing.id}
                        account={account}
                        accountMarkupBp={accountMarkupBp}
                        listing={listing}
                        options={options}
                        units={row.units}
                        draft={draft}
                        state={row.state}
                        guards={effects.guardsOf(listing)}
                        alsoFor={alsoFor(listing, row.units)}
                        mayMap={mayMap}
                        onChoose={onChoose}
                      />
                    );
                  })}
                </ul>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="text-ink-2 text-sm">{t('unmappedMeans')}</p>
    </div>
  );
}

/** Every unit, with the listing that fills it already beside its name. */
function optionsOf(
  units: readonly UnitRef[],
  listings: readonly Listing[],
  draft: Draft,
  none: string,
): Option[] {
  const filledBy = new Map(
    listings.flatMap((listing) =>
      unitIdsOf(listing, draft).map((id): [string, string] => [id, listing.name]),
    ),
  );
  return [
    { value: '', label: none },
    ...units.map(({ id, name, propertyName }) => {
      const note = filledBy.get(id);
      return { value: id, label: placeName(propertyName, name), ...(note ? { note: `· ${note}` } : {}) };
    }),
  ];
}

function FilterChip({
  here,
  onPress,
  children,
}: {
  here: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={here}
      onClick={onPress}
      className={cn(
        'inline-flex h-7 items-center gap-1 rounded-md border border-transparent px-2 text-ink-2 text-sm hover:bg-hover hover:text-ink',
        here && 'border-line-strong bg-panel font-medium text-ink',
      )}
    >
      {children}
    </button>
  );
}
