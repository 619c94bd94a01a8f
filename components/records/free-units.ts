import { call } from '#components/api/client.ts';
import { placeName } from '#components/home/place.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';

export type UnitChoice = { readonly id: string; readonly label: string; readonly isFree: boolean };

/** Which units have all these nights free, the free ones first. The server decides again when it is done. */
export async function readUnitChoices(checkIn: string, checkOut: string): Promise<UnitChoice[]> {
  const timeline = await call<Timeline>('GET', `/api/timeline?from=${checkIn}&to=${checkOut}`);
  return timeline.properties
    .flatMap((property) =>
      property.units.map((unit) => ({
        id: unit.id,
        label: placeName(property.name, unit.name),
        isFree: !unit.bars.some((bar) => bar.checkIn < checkOut && bar.checkOut > checkIn),
      })),
    )
    .sort((a, b) => Number(b.isFree) - Number(a.isFree));
}
