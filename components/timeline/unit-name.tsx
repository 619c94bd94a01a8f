// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useTranslations } from 'next-intl';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { NearLink } from '#components/ui/near-link.tsx';
import { StateLight } from '#components/ui/state-light.tsx';
import { useLight } from './lights.ts';
import type { UnitRow } from './rows.ts';

/** The row's heading: the light of its calendars, its name, and how many clashes wait. */
export function UnitName({ row, mayResolve }: { row: UnitRow; mayResolve: boolean }) {
  const t = useTranslations('timeline');
  const light = useLight(row.unit);
  const { unit, title, isInGroup, property } = row;
  const href = isInGroup ? `/units/${unit.id}` : `/properties/${property.id}`;
  return (
    <div role="rowheader" className="pinned items-start gap-2 bg-panel pr-2 pl-3">
      <span className={cn('flex h-[37px] min-w-0 flex-1 items-center gap-2', isInGroup && 'pl-5')}>
        {light?.href ? (
          <NearLink href={light.href} className="flex shrink-0 rounded-md">
            <StateLight kind={light.kind} label={light.label} />
          </NearLink>
        ) : (
          <StateLight kind={light?.kind ?? 'unknown'} label={light?.label ?? t('light.none')} />
        )}
        <NearLink
          href={href}
          title={title}
          className={cn('min-w-0 truncate hover:underline', !isInGroup && 'font-medium')}
        >
          {title}
        </NearLink>
      </span>
      {unit.openConflicts > 0 ? (
        <NearLink
          href={`/conflicts?unit=${unit.id}`}
          title={t(mayResolve ? 'resolveCount' : 'clashCount', { count: unit.openConflicts })}
          className="clashes tnum"
        >
          <Icon name="hand" strokeWidth={2} className="size-3" />
          <span className="sr-only">{t('clash')}</span>
          {unit.openConflicts}
        </NearLink>
      ) : null}
    </div>
  );
}
