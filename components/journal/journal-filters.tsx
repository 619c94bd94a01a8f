import { useTranslations } from 'next-intl';
import { FilterBar, FilterChoice, FilterDay, FilterText } from '#components/records/filters.tsx';
import type { PropertyName } from '#lib/domain/properties/schemas.ts';

const NAMES = ['q', 'group', 'actor', 'unit', 'from', 'to', 'subject', 'run', 'message'] as const;

export function JournalFilters({
  groups,
  properties,
  people,
}: {
  /** Keys of `journal.page.groups`. */
  groups: readonly string[];
  properties: readonly PropertyName[];
  /** Members and API keys. */
  people: readonly { id: string; name: string }[];
}) {
  const t = useTranslations('journal.page');
  const latchkey = useTranslations('journal')('latchkey');
  const units = properties.flatMap((property) =>
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
          <FilterChoice
            name="group"
            label={t('group')}
            all={t('everyGroup')}
            options={groups.map((value) => ({ value, label: t(`groups.${value}`) }))}
          />
          <FilterChoice
            name="actor"
            label={t('actor')}
            all={t('everybody')}
            options={[
              { value: 'latchkey', label: latchkey },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          {units.length > 1 ? (
            <FilterChoice name="unit" label={t('unit')} all={t('everyUnit')} options={units} />
          ) : null}
          <FilterDay name="from" label={t('from')} />
          <FilterDay name="to" label={t('to')} />
        </>
      }
    >
      <FilterText name="q" label={t('search')} />
    </FilterBar>
  );
}
