'use client';

import { useTranslations } from 'next-intl';
import { MenuChoices, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu-parts.tsx';
import { BAR_STATES, countOf, type Filters } from './place.ts';
import { useBarWords } from './use-bar-words.ts';

const ALL = 'all';
const NO_MENU_FILTERS = { channel: null, state: null, clash: false } as const;

type Props = {
  filters: Filters;
  /** Those that stays in sight came by. */
  channels: readonly string[];
  onFilter: (filters: Partial<Filters>) => void;
};

export function FiltersItems({ filters, channels, onFilter }: Props) {
  const t = useTranslations('timeline.narrow');
  const words = useBarWords();
  const offered = [...new Set([...channels, ...(filters.channel ? [filters.channel] : [])])].sort();
  return (
    <>
      <MenuLabel>{t('channel')}</MenuLabel>
      <MenuChoices
        value={filters.channel ?? ALL}
        onChange={(channel) => onFilter({ channel: channel === ALL ? null : channel })}
        options={[
          { value: ALL, label: t('all') },
          ...offered.map((channel) => ({ value: channel, label: words.channel(channel) })),
        ]}
      />
      <MenuLine />
      <MenuLabel>{t('state')}</MenuLabel>
      <MenuChoices
        value={filters.state ?? ALL}
        onChange={(value) => onFilter({ state: BAR_STATES.find((state) => state === value) ?? null })}
        options={[
          { value: ALL, label: t('all') },
          ...BAR_STATES.map((state) => ({ value: state, label: t(`states.${state}`) })),
        ]}
      />
      <MenuLine />
      <MenuLabel>{t('clashes')}</MenuLabel>
      <MenuChoices
        value={filters.clash ? 'clash' : ALL}
        onChange={(value) => onFilter({ clash: value === 'clash' })}
        options={[
          { value: ALL, label: t('all') },
          { value: 'clash', label: t('clash') },
        ]}
      />
      {countOf(filters) > 0 ? (
        <>
          <MenuLine />
          <MenuItem onSelect={() => onFilter(NO_MENU_FILTERS)}>{t('clear')}</MenuItem>
        </>
      ) : null}
    </>
  );
}
