import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { CalendarsPanel } from '#components/calendars/calendars-panel.tsx';
import { FeedsPanel } from '#components/feeds/feeds-panel.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { ArchiveUnit } from '#components/properties/archive.tsx';
import { EditUnit } from '#components/properties/edit-unit.tsx';
import { Button } from '#components/ui/button.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listCalendars } from '#lib/domain/calendars/queries.ts';
import { listSubscribers } from '#lib/domain/feeds/queries.ts';
import { getProperty, getUnit } from '#lib/domain/properties/queries.ts';
import { readUnitExposure } from '#lib/domain/protection/read-protection.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ open?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await requirePageCtx();
  return { title: (await found(getUnit(ctx, (await params).id))).name };
}

export default async function UnitPage({ params, searchParams }: Props) {
  const [{ ctx, role }, t, { id }, { open }] = await Promise.all([
    requirePageCtx(),
    getTranslations('units'),
    params,
    searchParams,
  ]);
  const unit = await found(getUnit(ctx, id));
  const property = await getProperty(ctx, unit.propertyId);
  // The only unit of a property has no page of its own: the property's is it.
  if (property.units.length === 1) {
    const asked = open === 'import' || open === 'export' ? `?open=${open}` : '';
    redirect(`/properties/${property.id}${asked}`);
  }
  const mayRead = can(role, 'feed.read');
  const mayWrite = can(role, 'property.write');
  const [calendars, feeds, exposure] = await Promise.all([
    listCalendars(ctx, unit.id),
    mayRead ? listSubscribers(ctx, unit.id) : [],
    readUnitExposure(ctx, unit.id),
  ]);
  const now = ctx.clock.now().toString();
  return (
    <>
      <PageHead
        above={
          <Link href={`/properties/${property.id}`} className="hover:underline">
            {property.name}
          </Link>
        }
        title={unit.name}
        lead={t('preparation', { count: unit.preparationNights })}
        action={
          <>
            <Button asChild>
              <Link href={`/calendar?property=${property.id}`}>{t('calendar')}</Link>
            </Button>
            {mayWrite ? (
              <EditUnit
                propertyId={property.id}
                unit={property.units.find((one) => one.id === unit.id) ?? unit}
                siblings={property.units}
              />
            ) : null}
          </>
        }
      />
      <PageBody>
        <CalendarsPanel
          subjectId={unit.id}
          subjectName={unit.name}
          calendars={calendars.items}
          now={now}
          rights={{ configure: can(role, 'calendar.configure'), sync: can(role, 'calendar.sync') }}
          startOpen={open === 'import'}
        />
        {mayRead ? (
          <FeedsPanel
            subjectId={unit.id}
            subjectName={unit.name}
            feeds={feeds}
            counterparts={calendars.items.map(({ id: calendarId, name, platform }) => ({
              id: calendarId,
              name,
              platform,
            }))}
            forPeople={false}
            {...exposure}
            now={now}
            mayConfigure={can(role, 'feed.configure')}
            startOpen={open === 'export'}
          />
        ) : null}
        {mayWrite ? <ArchiveUnit id={unit.id} name={unit.name} propertyId={property.id} /> : null}
      </PageBody>
    </>
  );
}
