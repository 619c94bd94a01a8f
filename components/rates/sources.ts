import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import type { UnitRow } from './model.ts';

/** A listing whose prices can be taken over. */
export type Source = { readonly mappingId: string; readonly label: string };

/** Every listing that sells one of these units, once; of a pool the property is named, which all of it stands in. */
export function sourcesOf(units: readonly UnitRow[]): Source[] {
  const sold = units.flatMap((row) => row.unit.channels.map((channel) => ({ row, channel })));
  const byMapping = Map.groupBy(sold, ({ channel }) => channel.mappingId);
  return [...byMapping]
    .flatMap(([mappingId, [first, ...others]]) => {
      if (!first) return [];
      const { row, channel } = first;
      const place = others.length > 0 || !row.isInGroup ? row.unit.property : nameOf(row);
      const name = CHANNEL_NAMES[channel.provider] ?? channel.provider;
      return [{ mappingId, label: `${place} · ${name}: ${channel.listing}` }];
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}

export function nameOf({ unit, title, isInGroup }: UnitRow): string {
  return isInGroup ? `${unit.property}, ${title}` : title;
}
