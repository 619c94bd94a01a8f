import { AppError } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { getCalendarSubject } from './queries.ts';
import type { Property, Unit } from './schemas.ts';

/**
 * The one unit that a unit's or a property's id means: both work everywhere, as long as the property has one.
 * @throws AppError not_found; choose_unit with the units to choose from
 */
export async function chooseUnit(ctx: Ctx, id: string): Promise<{ unit: Unit; property: Property }> {
  const { unit, property, units } = await getCalendarSubject(ctx, id);
  if (unit) return { unit, property };
  throw new AppError(
    'choose_unit',
    `${property.name} has ${units.length} units. Say which one is meant; nothing was changed.`,
    { details: { units: units.map((one) => ({ id: one.id, name: one.name })) } },
  );
}
