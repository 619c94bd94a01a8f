'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { countOf } from './place.ts';

const load = () => import('./filters-items.tsx');
type Items = typeof import('./filters-items.tsx');

/** Leaves out units by channel, state and clash; says by how many of these, and takes them back. */
export function FiltersMenu(props: ComponentProps<Items['FiltersItems']>) {
  const t = useTranslations('timeline.narrow');
  const count = countOf(props.filters);
  return (
    <Menu
      load={load}
      trigger={
        <Button aria-label={count > 0 ? t('count', { count }) : t('title')} title={t('title')}>
          <Icon name="list-filter" />
          {count > 0 ? <span className="tnum">{count}</span> : null}
        </Button>
      }
    >
      {({ FiltersItems }) => <FiltersItems {...props} />}
    </Menu>
  );
}
