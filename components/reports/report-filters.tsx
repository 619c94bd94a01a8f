import { useTranslations } from 'next-intl';
import { FilterBar, FilterChoice, FilterDay } from '#components/records/filters.tsx';

const NAMES = ['from', 'until', 'where', 'grain', 'base', 'money'] as const;

/** Own dates, a place, and how to count. In the address, as everywhere. */
export function ReportFilters({
  properties,
}: {
  properties: readonly { id: string; name: string; units: readonly { id: string; name: string }[] }[];
}) {
  const t = useTranslations('reports.filter');
  const places = properties.flatMap((property) =>
    property.units.length > 1
      ? [
          { value: property.id, label: t('allOf', { name: property.name }) },
          ...property.units.map((unit) => ({ value: unit.id, label: `${property.name}, ${unit.name}` })),
        ]
      : [{ value: property.id, label: property.name }],
  );
  return (
    <FilterBar
      names={NAMES}
      more={
        <>
          <FilterDay name="from" label={t('from')} />
          <FilterDay name="until" label={t('until')} />
          <FilterChoice
            name="grain"
            label={t('grain')}
            all={t('grainAuto')}
            options={(['day', 'week', 'month'] as const).map((value) => ({
              value,
              label: t(`grains.${value}`),
            }))}
          />
          <FilterChoice
            name="base"
            label={t('base')}
            all={t('bases.sellable')}
            options={[{ value: 'all', label: t('bases.all') }]}
          />
          <FilterChoice
            name="money"
            label={t('money')}
            all={t('kinds.total')}
            options={[{ value: 'payout', label: t('kinds.payout') }]}
          />
        </>
      }
    >
      {places.length > 1 ? (
        <FilterChoice name="where" label={t('where')} all={t('everywhere')} options={places} />
      ) : null}
    </FilterBar>
  );
}
