import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Light } from '#components/protection/light.tsx';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import type { PropertySummary } from '#lib/domain/properties/schemas.ts';
import type { Protections } from '#lib/domain/protection/schemas.ts';

/** Properties and, under each that has several, its units; how well each unit is protected. */
export function PropertiesTable({
  properties,
  protections,
}: {
  properties: readonly PropertySummary[];
  protections: Protections;
}) {
  const t = useTranslations('properties');
  const byUnit = new Map(protections.items.map((one) => [one.unitId, one]));
  const light = (unitId: string | undefined) => {
    const protection = byUnit.get(unitId ?? '');
    return protection ? <Light protection={protection} now={protections.at} /> : null;
  };
  return (
    <Table>
      <thead>
        <tr>
          <Th>{t('name')}</Th>
          <Th>{t('protection')}</Th>
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
            <Td>{property.units.length === 1 ? light(property.units[0]?.id) : null}</Td>
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
                  <Td>{light(unit.id)}</Td>
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
