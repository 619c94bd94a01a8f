import type { Today } from '#lib/domain/availability/today.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import type { LastRead } from '#lib/domain/feeds/last-reads.ts';
import type { SetupStep } from './setup.tsx';

/** What stands and what is still to do, each with the page that does it: that of the first unit. */
export function setupSteps(
  today: Pick<Today, 'properties'>,
  calendars: readonly ExternalCalendar[],
  reads: readonly LastRead[],
  may: Record<SetupStep['key'], boolean>,
): SetupStep[] {
  const property = today.properties[0];
  const unit = property?.units[0];
  // A property of several units has a feed for people only: the unit's page makes one for channels.
  const page =
    property && unit && (property.units.length === 1 ? `/properties/${property.id}` : `/units/${unit.id}`);
  return [
    { key: 'property', isDone: page !== undefined, href: '/properties/new', may: may.property },
    {
      key: 'calendar',
      isDone: calendars.length > 0,
      href: page ? `${page}?open=import` : null,
      may: may.calendar,
    },
    { key: 'reader', isDone: reads.length > 0, href: page ? `${page}?open=export` : null, may: may.reader },
  ];
}
