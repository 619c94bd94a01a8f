import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { Pager } from '#components/records/pager.tsx';
import { ReservationFilters } from '#components/records/reservation-filters.tsx';
import { ReservationSample } from '#components/records/reservation-sample.tsx';
import { ReservationsList } from '#components/records/reservations-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { commonestZone } from '#lib/domain/properties/commonest-zone.ts';
import { readProperties, toNames } from '#lib/domain/properties/read-properties.ts';
import { EXPORT_MAX } from '#lib/domain/reservations/export.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import { ReservationQuery } from '#lib/domain/reservations/schemas.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

const Filter = ReservationQuery.safeExtend({ cursor: z.string().max(80).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('reservations') };
}

export default async function ReservationsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('records.reservations'),
    searchParams,
  ]);
  const { value, dropped } = readSearch(Filter, search);
  const asked = value ?? {};
  const [reservations, properties, zone] = await Promise.all([
    readPage(ctx, asked),
    readProperties(ctx),
    commonestZone(ctx),
  ]);
  const { items } = reservations;
  const isFiltered = Object.entries(asked).some(([name, value]) => Boolean(value) && name !== 'sort');
  const isNew = items.length === 0 && !isFiltered;
  const today = todayIn(zone, ctx.clock.now());
  const mayBook = can(role, 'reservation.write') && properties.length > 0;
  const book = (
    <Button asChild kind="primary">
      <Link href="/reservations/new">
        <Icon name="plus" />
        {t('book')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHead
        title={t('title')}
        lead={t('lead')}
        action={
          isNew ? null : (
            <>
              {items.length > 0 ? (
                <Button asChild>
                  <a href={csvOf(asked)} download title={t('csvMeans', { count: EXPORT_MAX })}>
                    <Icon name="download" />
                    {t('csv')}
                  </a>
                </Button>
              ) : null}
              {mayBook ? book : null}
            </>
          )
        }
      />
      <PageBody className="gap-4">
        {isNew ? null : <ReservationFilters properties={toNames(properties)} today={today} />}
        {dropped.length > 0 ? <Notice kind="warn">{t('dropped')}</Notice> : null}
        {items.length > 0 ? (
          <ReservationsList reservations={items} unitNames={unitNamesOf(properties)} today={today} />
        ) : (
          <EmptyState
            title={t(isFiltered ? 'noneSuch' : 'emptyTitle')}
            action={
              isFiltered ? (
                <Button asChild>
                  <Link href="/reservations">{t('showAll')}</Link>
                </Button>
              ) : mayBook ? (
                book
              ) : (
                <Button asChild>
                  <Link href="/channels">{t('toChannels')}</Link>
                </Button>
              )
            }
            sample={isFiltered ? null : <ReservationSample />}
          >
            {isFiltered ? undefined : t('emptyMeans')}
          </EmptyState>
        )}
        <Pager path="/reservations" search={asked} nextCursor={reservations.nextCursor} />
      </PageBody>
    </>
  );
}

/** A cursor of another order, typed or kept from before, leads to the beginning. */
async function readPage(ctx: Ctx, asked: z.output<typeof Filter>) {
  try {
    return await listReservations(ctx, { ...asked, limit: 50 });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    return listReservations(ctx, { ...asked, cursor: undefined, limit: 50 });
  }
}

/** The same rows as the filters find, from the first. */
function csvOf(asked: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams({ format: 'csv' });
  for (const [name, value] of Object.entries(asked)) if (value && name !== 'cursor') query.set(name, value);
  return `/api/reservations?${query}`;
}

/** With the property's name before it where that has several. */
function unitNamesOf(
  properties: readonly { name: string; units: readonly { id: string; name: string }[] }[],
): Record<string, string> {
  return Object.fromEntries(
    properties.flatMap((property) =>
      property.units.map((unit) => [
        unit.id,
        property.units.length > 1 && unit.name !== property.name
          ? `${property.name}, ${unit.name}`
          : property.name,
      ]),
    ),
  );
}
