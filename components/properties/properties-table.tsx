import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type CalendarHealth, healthOf, worstOf } from '#components/calendars/health.ts';
import { HealthState } from '#components/calendars/health-state.tsx';
import { State } from '#components/ui/state.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import type { PropertySummary } from '#lib/domain/properties/schemas.ts';

/** Properties and, under each that has several, its units. */
export function PropertiesTable({
  properties,
  calendars,
  now,
}: {
  properties: readonly PropertySummary[];
  calendars: readonly ExternalCalendar[];
  now: string;
}) {
  const t = useTranslations('properties');
  const nowMs = Date.parse(now);
  const healthsOf = (pick: (calendar: ExternalCalendar) => boolean) =>
    calendars.filter(pick).map((calendar) => healthOf(calendar, nowMs));
  return (
    <Table>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('calendars')}</Th>
          <Th className="hidden sm:table-cell">{t('times')}</Th>
          <Th className="hidden md:table-cell">{t('zone')}</Th>
        </tr>
      </thead>
      <tbody>
        {properties.flatMap((property) => [
          <Tr key={property.id}>
            <Td>
              <Link href={`/properties/${property.id}`} className="font-medium hover:underline">
                {property.name}
              </Link>
              {property.units.length > 1 ? (
                <span className="ml-2 text-ink-2 text-sm">
                  {t('units', { count: property.units.length })}
                </span>
              ) : null}
            </Td>
            <Td>
              <Followed healths={healthsOf((calendar) => calendar.propertyId === property.id)} />
            </Td>
            <Td className="hidden whitespace-nowrap text-ink-2 sm:table-cell">
              {property.checkInTime} – {property.checkOutTime}
            </Td>
            <Td className="hidden text-ink-2 md:table-cell">
              {property.timezone.replaceAll('_', ' ')} · {property.currency}
            </Td>
          </Tr>,
          ...(property.units.length > 1
            ? property.units.map((unit) => (
                <Tr key={unit.id}>
                  <Td className="pl-9 first:pl-9">
                    <Link href={`/units/${unit.id}`} className="hover:underline">
                      {unit.name}
                    </Link>
                    {unit.parts > 0 ? (
                      <span className="ml-2 text-ink-2 text-sm">{t('composite', { count: unit.parts })}</span>
                    ) : null}
                  </Td>
                  <Td>
                    <Followed healths={healthsOf((calendar) => calendar.unitId === unit.id)} />
                  </Td>
                  <Td className="hidden sm:table-cell" />
                  <Td className="hidden md:table-cell" />
                </Tr>
              ))
            : []),
        ])}
      </tbody>
    </Table>
  );
}

function Followed({ healths }: { healths: readonly CalendarHealth[] }) {
  const t = useTranslations('properties');
  const worst = worstOf(healths);
  if (!worst) return <State kind="unknown">{t('noCalendars')}</State>;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <HealthState health={worst} />
      <span className="text-ink-2 text-sm">{t('followed', { count: healths.length })}</span>
    </span>
  );
}
