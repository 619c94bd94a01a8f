'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { addDays } from '#components/format/days.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { RateGrid } from '#lib/domain/explain/schemas.ts';
import type { SaveMappingsAnswer } from '#lib/domain/mappings/schemas.ts';
import { isUnderWay, TRIP_NIGHTS, type Trip, tripsOf } from './round-trip-rules.ts';

/** While nights are on their way somebody watches them arrive. */
const SOON_MS = 3_000;

/**
 * The test of what was just activated: for each listing how many of the coming nights the channel shows, or has
 * confirmed, as they were told. Nothing is made up for it: these are the nights that it sells.
 */
export function RoundTrip({ channel, saved }: { channel: string; saved: SaveMappingsAnswer }) {
  const t = useTranslations('mapping.trip');
  const chosen = new Set(saved.effects.filter((one) => one.unit !== null).map((one) => one.listingId));
  const mappingIds = saved.listings.flatMap(({ id, mapping }) =>
    chosen.has(id) && mapping ? [mapping.id] : [],
  );
  const properties = new Set(saved.effects.flatMap((one) => one.units.map((unit) => unit.propertyId)));
  const query = useQuery({
    queryKey: ['rates', 'trip', ...mappingIds],
    queryFn: ({ signal }) => readGrid([...properties], signal),
    select: (grid) => tripsOf(grid, mappingIds),
    refetchInterval: ({ state }) =>
      !state.data || tripsOf(state.data, mappingIds).some(isUnderWay) ? SOON_MS : false,
    enabled: mappingIds.length > 0,
  });
  if (mappingIds.length === 0) return null;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-1.5">
      <h3 className="font-medium">{t('title')}</h3>
      <p className="text-ink-2 text-sm">{t('means', { channel, count: TRIP_NIGHTS })}</p>
      {query.error ? (
        <>
          <ProblemNotice problem={toProblem(query.error)} />
          <Button className="self-start" pending={query.isFetching} onClick={() => void query.refetch()}>
            {t('again')}
          </Button>
        </>
      ) : (
        <ul aria-live="polite" aria-busy={!query.data} className="flex flex-col gap-1 text-sm">
          {query.data ? (
            query.data.map((trip) => (
              <li key={trip.mappingId} className="flex flex-wrap items-center gap-x-3">
                <span className="font-medium">{trip.listing}</span>
                <Standing trip={trip} />
              </li>
            ))
          ) : (
            <li>
              <State kind="waiting">{t('looking')}</State>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function Standing({ trip }: { trip: Trip }) {
  const t = useTranslations('mapping.trip');
  const why = useTranslations('rates.unsent');
  const { back, nights, refused, otherwise, stopped } = trip;
  if (stopped !== null) return <State kind={isUnderWay(trip) ? 'waiting' : 'paused'}>{why(stopped)}</State>;
  if (refused > 0)
    return (
      <State kind="bad">
        {t('refused', { count: refused })}{' '}
        <Link href="/channels/deliveries?outcome=refused" className="underline">
          {t('toDeliveries')}
        </Link>
      </State>
    );
  if (otherwise > 0) return <State kind="differs">{t('otherwise', { count: otherwise })}</State>;
  if (isUnderWay(trip)) return <State kind="waiting">{t('underWay', { count: back, nights })}</State>;
  return <State kind="good">{t('back', { count: nights })}</State>;
}

/** The coming nights: from tomorrow on, wherever the browser and the houses are. */
function readGrid(properties: readonly string[], signal: AbortSignal): Promise<RateGrid> {
  const from = addDays(new Date().toISOString().slice(0, 10), 1);
  const asked = new URLSearchParams({ from, to: addDays(from, TRIP_NIGHTS) });
  const [only, ...more] = properties;
  if (only && more.length === 0) asked.set('property', only);
  return call<RateGrid>('GET', `/api/rates/grid?${asked}`, undefined, signal);
}
