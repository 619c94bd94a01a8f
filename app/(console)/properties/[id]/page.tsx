import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { AvitoPanel } from '#components/avito/avito-panel.tsx';
import { CalendarsPanel } from '#components/calendars/calendars-panel.tsx';
import { FeedsPanel } from '#components/feeds/feeds-panel.tsx';
import { PageBody, PageHead } from '#components/frame/page.tsx';
import { PropertyFacts } from '#components/properties/property-facts.tsx';
import { UnitsPanel } from '#components/properties/units-panel.tsx';
import { Light } from '#components/protection/light.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { listCalendars } from '#lib/domain/calendars/queries.ts';
import { getChannel } from '#lib/domain/connections/queries.ts';
import { listSubscribers } from '#lib/domain/feeds/queries.ts';
import { getProperty } from '#lib/domain/properties/queries.ts';
import { readProtections, readUnitExposure } from '#lib/domain/protection/read-protection.ts';
import { found } from '#lib/web/page-found.ts';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ open?: string | string[]; channel?: string | string[]; avito?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { ctx } = await requirePageCtx();
  return { title: (await found(getProperty(ctx, (await params).id))).name };
}

export default async function PropertyPage({ params, searchParams }: Props) {
  const [{ ctx, role }, t, { id }, { open, channel, avito }] = await Promise.all([
    requirePageCtx(),
    getTranslations('property'),
    params,
    searchParams,
  ]);
  const property = await found(getProperty(ctx, id));
  const mayRead = can(role, 'feed.read');
  const only = property.units.length === 1 ? property.units[0] : undefined;
  const subjectId = only?.id ?? property.id;
  const [calendars, feeds, { app }, exposure, protections] = await Promise.all([
    listCalendars(ctx, property.id),
    mayRead ? listSubscribers(ctx, subjectId) : [],
    getChannel(ctx, 'avito'),
    only ? readUnitExposure(ctx, only.id) : {},
    only ? null : readProtections(ctx),
  ]);
  const instant = ctx.clock.now();
  const now = instant.toString();
  const ofWhole = calendars.items.filter((calendar) => calendar.unitId === null);
  const unitsPanel = (
    <UnitsPanel
      property={property}
      lights={Object.fromEntries(
        (protections?.items ?? [])
          .filter((one) => property.units.some((unit) => unit.id === one.unitId))
          .map((one) => [one.unitId, <Light key={one.unitId} protection={one} now={now} />]),
      )}
      mayWrite={can(role, 'property.write')}
    />
  );
  return (
    <>
      <PageHead
        title={property.name}
        lead={<PropertyFacts property={property} />}
        action={
          <>
            <Button asChild>
              <Link href={`/calendar?property=${property.id}`}>{t('calendar')}</Link>
            </Button>
            {can(role, 'property.write') ? (
              <Button asChild>
                <Link href={`/properties/${property.id}/edit`}>
                  <Icon name="pencil" />
                  {t('edit')}
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <PageBody>
        {only ? null : unitsPanel}
        <CalendarsPanel
          subjectId={subjectId}
          subjectName={property.name}
          calendars={calendars.items}
          {...(only
            ? {}
            : { unitNames: Object.fromEntries(property.units.map((unit) => [unit.id, unit.name])) })}
          now={now}
          rights={{ configure: can(role, 'calendar.configure'), sync: can(role, 'calendar.sync') }}
          startOpen={open === 'import'}
          channel={typeof channel === 'string' ? channel : undefined}
        />
        {mayRead ? (
          <FeedsPanel
            subjectId={subjectId}
            subjectName={property.name}
            feeds={feeds}
            counterparts={(only ? calendars.items : ofWhole).map(({ id: calendarId, name, platform }) => ({
              id: calendarId,
              name,
              platform,
            }))}
            forPeople={!only}
            {...exposure}
            now={now}
            mayConfigure={can(role, 'feed.configure')}
            startOpen={open === 'export'}
          />
        ) : null}
        {app.isBuilt ? (
          <AvitoPanel
            propertyId={property.id}
            currency={property.currency}
            units={property.units.map(({ id: unitId, name }) => ({ id: unitId, name }))}
            canConnect={app.isActive && app.source !== 'none'}
            today={instant.toZonedDateTimeISO(property.timezone).toPlainDate().toString()}
            now={now}
            rights={{ configure: can(role, 'connection.configure'), sync: can(role, 'connection.sync') }}
            startOpen={open === 'avito'}
            cameBack={typeof avito === 'string' ? avito : null}
          />
        ) : null}
        {only ? unitsPanel : null}
      </PageBody>
    </>
  );
}
