'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { HEALTH_STATE, healthOf, worstOf } from '#components/calendars/health.ts';
import type { StateKind } from '#components/ui/state.tsx';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import type { LinkedUnit } from '#lib/domain/mappings/schemas.ts';
import type { TimelineUnit } from './rows.ts';

export type Light = { readonly kind: StateKind; readonly label: string };

/**
 * Whether what we know of a unit can be believed: the worst of what tells of it: the calendars that it follows, its
 * property's among them, and connected channels. A calendar that a channel took over from is silent by right.
 * @returns null for a unit of which nothing tells
 */
export function useLights(
  calendars: readonly ExternalCalendar[],
  linked: readonly LinkedUnit[],
  now: string,
) {
  const t = useTranslations('timeline.light');
  const health = useTranslations('health');
  return useMemo(() => {
    const nowMs = Date.parse(now);
    const lights = new Map<string, Light | null>();
    return (unit: TimelineUnit, propertyId: string): Light | null => {
      const known = lights.get(unit.id);
      if (known !== undefined) return known;
      const isItsOwn = (unitId: string) => unitId === unit.id || unit.parts.includes(unitId);
      const followed = calendars.filter(
        (one) =>
          one.supersededBy === null &&
          (one.unitId === null ? one.propertyId === propertyId : isItsOwn(one.unitId)),
      );
      const own = [...followed, ...linked.filter((one) => isItsOwn(one.unitId)).map((one) => one.source)];
      const worst = worstOf(own.map((one) => healthOf(one, nowMs)));
      const sick = own.find((one) => healthOf(one, nowMs) === worst);
      const light =
        worst && sick
          ? {
              kind: HEALTH_STATE[worst],
              label:
                worst === 'healthy'
                  ? t('healthy', { count: own.length })
                  : `${sick.name}: ${health(`${worst}.word`)}. ${health(`${worst}.means`)}`,
            }
          : null;
      lights.set(unit.id, light);
      return light;
    };
  }, [calendars, linked, now, t, health]);
}
