import { useTranslations } from 'next-intl';
import type { Property } from '#lib/domain/properties/schemas.ts';

/** The facts of a property in one line. */
export function PropertyFacts({ property }: { property: Omit<Property, 'units'> }) {
  const t = useTranslations('property');
  return (
    <span className="tnum">
      {t('facts', {
        checkIn: property.checkInTime,
        checkOut: property.checkOutTime,
        zone: property.timezone.replaceAll('_', ' '),
        currency: property.currency,
      })}
    </span>
  );
}
