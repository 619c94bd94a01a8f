'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { placeName } from '#components/home/place.ts';
import { Button } from '#components/ui/button.tsx';
import { Combobox, type Option } from '#components/ui/combobox.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { State } from '#components/ui/state.tsx';
import type { StateKind } from '#components/ui/state-look.ts';
import { Switch } from '#components/ui/switch.tsx';
import type { Guard, Listing, UnitRef } from '#lib/domain/mappings/schemas.ts';
import {
  type Choice,
  type Draft,
  isActive,
  isSameUnits,
  markupOf,
  type RowState,
  ratePlanOf,
} from './draft.ts';
import { GuardLines } from './guard-lines.tsx';
import { type Account, saveMappings } from './mapping-actions.ts';
import { MarkupField } from './markup-field.tsx';
import { PausedCalendars } from './paused-calendars.tsx';
import { RatePlanChoice } from './rate-plan.tsx';
import { SuggestionLine } from './suggestion-line.tsx';
import { UnitPool } from './unit-pool.tsx';

const ROW_STATE: Record<RowState, StateKind> = {
  unmapped: 'unknown',
  suggested: 'needs_you',
  chosen: 'waiting',
  mapped: 'good',
  problem: 'bad',
};

/** What the channel sells at the left, what it is here at the right, and why we think so. */
export function ListingRow({
  account,
  accountMarkupBp,
  listing,
  options,
  units,
  draft,
  state,
  guards,
  alsoFor,
  mayMap,
  onChoose,
}: {
  account: Account;
  /** What is added to its prices where the mapping says nothing, in hundredths of a percent; null: it takes no prices. */
  accountMarkupBp: number | null;
  listing: Listing;
  /** Every unit there is to choose. */
  options: readonly Option[];
  /** Those that are chosen. */
  units: readonly UnitRef[];
  draft: Draft;
  state: RowState;
  guards: readonly Guard[];
  /** Names of listings that the same unit is chosen for. */
  alsoFor: readonly string[];
  mayMap: boolean;
  onChoose: (listingId: string, choice: Choice) => void;
}) {
  const t = useTranslations('mapping');
  const switchId = useId();
  const toggle = useAction(saveMappings);
  const { mapping, suggestion } = listing;
  const works = isActive(listing, draft) ? mapping : null;
  const isOpen = mayMap && listing.goneAt === null;
  const unitIds = units.map((unit) => unit.id);
  const offered = suggestion?.units.map((unit) => unit.id) ?? [];
  const isTaken = isSameUnits(offered, unitIds);
  const choose = (ids: readonly string[]) => onChoose(listing.id, { unitIds: ids });
  const facts = [
    listing.address ?? listing.city,
    listing.quantity > 1 ? t('sold', { count: listing.quantity }) : null,
    listing.capacity === null ? null : t('sleeps', { count: listing.capacity }),
    listing.currency,
  ].filter(Boolean);

  return (
    <li
      id={listing.id}
      className="grid scroll-mt-20 gap-x-6 gap-y-2 border-line border-b px-4 py-3 last:border-b-0 xl:grid-cols-2"
    >
      <div className="flex min-w-0 items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="break-words font-medium">{listing.name}</p>
          <p className="break-words text-ink-2 text-sm">{facts.join(' · ')}</p>
          <p className="break-all font-mono text-ink-3 text-xs">{listing.externalId}</p>
          {listing.waiting > 0 ? (
            <State kind="needs_you">{t('waits', { count: listing.waiting })}</State>
          ) : null}
        </div>
        <Icon name="arrow-right" className="mt-2 size-4 shrink-0 text-ink-3 max-xl:hidden" />
        <Icon name="arrow-down" className="mt-2 size-4 shrink-0 text-ink-3 xl:hidden" />
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        {listing.quantity > 1 || units.length > 1 ? (
          <UnitPool listing={listing} units={units} options={options} mayMap={isOpen} onChange={choose} />
        ) : isOpen ? (
          <Combobox
            aria-label={t('unitOf', { name: listing.name })}
            id={`unit-${listing.id}`}
            value={unitIds[0] ?? ''}
            onChange={(value) => choose(value ? [value] : [])}
            searchLabel={t('findUnit')}
            emptyLabel={t('noUnitSuch')}
            hideNote
            options={options}
          />
        ) : (
          <p>{units[0] ? placeName(units[0].propertyName, units[0].name) : t('noUnit')}</p>
        )}
        {units.length > 0 ? (
          <RatePlanChoice
            listing={listing}
            ratePlanId={ratePlanOf(listing, draft)}
            mayMap={isOpen}
            onChange={(ratePlanId) => onChoose(listing.id, { unitIds, ratePlanId })}
          />
        ) : null}
        {units.length > 0 && accountMarkupBp !== null ? (
          <MarkupField
            listing={listing}
            markupBp={markupOf(listing, draft)}
            accountMarkupBp={accountMarkupBp}
            mayMap={isOpen}
            onChange={(markupBp) => onChoose(listing.id, { unitIds, markupBp })}
          />
        ) : null}
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <State kind={ROW_STATE[state]}>{t(`state.${listing.goneAt ? 'gone' : state}`)}</State>
          {works ? (
            <span className="flex items-center gap-2 text-sm">
              <label htmlFor={switchId} className="text-ink-2" title={t('syncMeans')}>
                {t(works.isSyncOn ? 'syncOn' : 'syncOff')}
              </label>
              <Switch
                id={switchId}
                checked={works.isSyncOn}
                disabled={!mayMap || toggle.pending}
                onCheckedChange={(isSyncOn) =>
                  void toggle.run(account, [{ listingId: listing.id, unitIds: [...unitIds], isSyncOn }])
                }
              />
            </span>
          ) : null}
        </div>
        {works && !works.isSyncOn ? <p className="text-ink-2 text-sm">{t('syncMeans')}</p> : null}
        {suggestion && !works ? (
          <SuggestionLine
            suggestion={suggestion}
            isChosen={isTaken}
            action={
              isOpen && !isTaken ? (
                <Button kind="link" size="inline" onClick={() => choose(offered)}>
                  {t('takeIt')}
                </Button>
              ) : null
            }
          />
        ) : null}
        <GuardLines guards={guards} alsoFor={alsoFor} />
        {works && works.pausedCalendars.length > 0 ? (
          <PausedCalendars units={works.units} calendars={works.pausedCalendars} mayResume={mayMap} />
        ) : null}
        <ProblemNotice problem={toggle.problem} />
      </div>
    </li>
  );
}
