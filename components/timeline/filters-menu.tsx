'use client';

import { ListFilter } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLine } from '#components/ui/menu.tsx';
import { BAR_STATES, countOf, type Filters } from './place.ts';
import { useBarWords } from './use-bar-words.ts';

const ALL = 'all';
const NO_MENU_FILTERS = { channel: null, state: null, clash: false } as const;

/** Leaves out units by channel, state and clash; says by how many of these, and takes them back. */
export function FiltersMenu({
  filters,
  channels,
  onFilter,
}: {
  filters: Filters;
  /** Those that stays in sight came by. */
  channels: readonly string[];
  onFilter: (filters: Partial<Filters>) => void;
}) {
  const t = useTranslations('timeline.narrow');
  const words = useBarWords();
  const count = countOf(filters);
  const offered = [...new Set([...channels, ...(filters.channel ? [filters.channel] : [])])].sort();
  return (
    <Menu
      trigger={
        <Button aria-label={count > 0 ? t('count', { count }) : t('title')} title={t('title')}>
          <ListFilter strokeWidth={1.75} />
          {count > 0 ? <span className="tnum">{count}</span> : null}
        </Button>
      }
    >
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
      {count > 0 ? (
        <>
          <MenuLine />
          <MenuItem onSelect={() => onFilter(NO_MENU_FILTERS)}>{t('clear')}</MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
