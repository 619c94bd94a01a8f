import type { Metadata } from 'next';
import Link from 'next/link';
import { getLocale, getTranslations } from 'next-intl/server';
import { addDays } from '#components/format/days.ts';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { LeadPart, StayPart } from '#components/reports/lead-part.tsx';
import { MixPart } from '#components/reports/mix-part.tsx';
import { NothingBooked } from '#components/reports/nothing-booked.tsx';
import { OccupancyPart } from '#components/reports/occupancy-part.tsx';
import { PeriodLinks } from '#components/reports/period-links.tsx';
import { tenseOf } from '#components/reports/periods.ts';
import { ReportFilters } from '#components/reports/report-filters.tsx';
import { RevenuePart } from '#components/reports/revenue-part.tsx';
import { sayDates } from '#components/reports/say.ts';
import { SyncPart } from '#components/reports/sync-part.tsx';
import type { View } from '#components/reports/time.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readNightReports } from '#lib/domain/analytics/read-all.ts';
import { readSyncPerformance } from '#lib/domain/analytics/sync-performance.ts';
import { commonestZone } from '#lib/domain/properties/commonest-zone.ts';
import { readProperties, toNames } from '#lib/domain/properties/read-properties.ts';
import { night, todayIn } from '#lib/kernel/nights.ts';
import { found } from '#lib/web/page-found.ts';
import type { Search } from '#lib/web/page-search.ts';
import { type Asked, hrefWith, readAsked, timeAsked } from './read-asked.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('reports') };
}

export default async function ReportsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ ctx, role }, t, locale, search] = await Promise.all([
    requirePageCtx(),
    getTranslations('reports'),
    getLocale(),
    searchParams,
  ]);
  const [properties, zone] = await Promise.all([readProperties(ctx), commonestZone(ctx)]);
  if (properties.length === 0) return <NoProperties mayAdd={can(role, 'property.write')} />;
  const { asked, dropped } = readAsked(search);
  const today = todayIn(zone, ctx.clock.now());
  const time = timeAsked(asked, today);
  const tense = tenseOf(time, today);
  const scope = asked.where?.startsWith('unt_') ? { unit: asked.where } : { property: asked.where };
  // What channels learned goes up to this very day; of a time that is still to come the last thirty are shown.
  const synced =
    tense === 'ahead'
      ? { from: night(addDays(today, -30)), to: night(addDays(today, 1)) }
      : { from: time.from, to: time.to >= today ? night(addDays(today, 1)) : time.to };
  const [{ occupancy, revenue, mix, lead }, sync] = await found(
    Promise.all([
      readNightReports(ctx, {
        ...time,
        ...scope,
        grain: asked.grain,
        base: asked.base ?? 'sellable',
        money: asked.money ?? 'total',
        compare: 'year',
      }),
      readSyncPerformance(ctx, { ...synced, ...scope }),
    ]),
  );
  const view: View = {
    locale,
    time,
    tense,
    today,
    grain: occupancy.grain,
    csv: (report) => csvHref(report, asked, report === 'sync-performance' ? synced : time),
  };
  const isEmpty = occupancy.total.sold === 0 && mix.bookings + mix.cancelled === 0 && occupancy.waiting === 0;
  return (
    <>
      <PageHead title={t('title')} lead={t('about', { dates: sayDates(locale, time.from, time.to) })} />
      <PageBody className="gap-6">
        <div className="flex flex-col gap-3 print:hidden">
          <PeriodLinks
            here={time.period}
            hrefFor={(period) => hrefWith(asked, { period, from: undefined, until: undefined })}
          />
          <ReportFilters properties={toNames(properties)} />
        </div>
        {dropped.length > 0 ? <Notice kind="warn">{t('dropped')}</Notice> : null}
        {isEmpty ? (
          <NothingBooked time={time} locale={locale} />
        ) : (
          <>
            <OccupancyPart report={occupancy} view={view} />
            <RevenuePart
              report={revenue}
              view={view}
              currency={asked.currency ?? null}
              hrefFor={(currency) => hrefWith(asked, { currency })}
            />
            <MixPart report={mix} view={view} />
            <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
              <LeadPart report={lead} view={view} />
              <StayPart report={lead} view={view} />
            </div>
          </>
        )}
        <SyncPart report={sync} view={view} />
      </PageBody>
    </>
  );
}

function csvHref(report: string, asked: Asked, { from, to }: { from: string; to: string }): string {
  const query = new URLSearchParams({ from, to, format: 'csv', compare: 'year' });
  if (asked.where) query.set(asked.where.startsWith('unt_') ? 'unit' : 'property', asked.where);
  for (const name of ['grain', 'base', 'money'] as const) {
    const value = asked[name];
    if (value) query.set(name, value);
  }
  return `/api/analytics/${report}?${query}`;
}

async function NoProperties({ mayAdd }: { mayAdd: boolean }) {
  const t = await getTranslations('reports');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('empty.newTitle')}
          action={
            mayAdd ? (
              <Button asChild kind="primary">
                <Link href="/properties/new">{t('empty.add')}</Link>
              </Button>
            ) : null
          }
        >
          {t('empty.newMeans')}
        </EmptyState>
      </PageBody>
    </>
  );
}
