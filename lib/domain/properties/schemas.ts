import { z } from 'zod';
import { CurrencySchema } from '#lib/kernel/money.ts';

export const PropertyId = z.string().regex(/^prp_[0-9a-z]{24}$/);
export const UnitId = z.string().regex(/^unt_[0-9a-z]{24}$/);
/** A calendar's id is a unit's or a property's. */
export const CalendarSubjectId = z.string().regex(/^(prp|unt)_[0-9a-z]{24}$/);

const Name = z.string().trim().min(1, 'a name').max(120, 'at most 120 characters');
const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');

export const TimeZone = z
  .string()
  .max(60)
  .refine((name) => isTimeZone(name), 'an IANA time zone, such as Europe/Paris');

function isTimeZone(name: string): boolean {
  if (/^[+-]|^(UTC|GMT)[+-]/.test(name)) return false; // an offset knows no summer time
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // RangeError is how Intl says "no such zone"
  }
}

export const PropertyInput = z.object({
  name: Name,
  timezone: TimeZone,
  currency: CurrencySchema,
  checkInTime: LocalTime.optional(),
  checkOutTime: LocalTime.optional(),
});
export const PropertyPatch = PropertyInput.partial();

export const UnitInput = z.object({
  name: Name,
  preparationNights: z.int().min(0).max(14).optional(),
  /** The composite unit (the whole house) that this unit is a part of. */
  partOf: UnitId.optional(),
});
export const UnitPatch = z.object({
  name: Name.optional(),
  preparationNights: z.int().min(0).max(14).optional(),
  partOf: UnitId.nullable().optional(),
});

export const Unit = z.object({
  id: UnitId,
  propertyId: PropertyId,
  name: z.string(),
  preparationNights: z.int(),
  partOf: z.array(UnitId),
  parts: z.array(UnitId),
});
export const Property = z.object({
  id: PropertyId,
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  checkInTime: z.string(),
  checkOutTime: z.string(),
  units: z.array(Unit),
});

/** A unit asked for by itself. */
export const UnitDetail = Unit.extend({
  property: Property.omit({ units: true }),
  /** Moves with every change to what the unit's calendar shows. */
  calendarVersion: z.int(),
});

export type PropertyInput = z.infer<typeof PropertyInput>;
export type PropertyPatch = z.infer<typeof PropertyPatch>;
export type UnitInput = z.infer<typeof UnitInput>;
export type UnitPatch = z.infer<typeof UnitPatch>;
export type Unit = z.infer<typeof Unit>;
export type Property = z.infer<typeof Property>;
export type UnitDetail = z.infer<typeof UnitDetail>;

/** What screens say of a property and its units: names, its clock and its money. */
export type PropertySummary = Omit<Property, 'units'> & { readonly units: readonly UnitSummary[] };
/** `parts`: of how many units it is made; 0 where it is no composite. */
export type UnitSummary = Pick<Unit, 'id' | 'name'> & { readonly parts: number };
/** What a list to choose from needs, and no more is sent to a browser. */
export type PropertyName = Pick<Property, 'id' | 'name'> & {
  readonly units: readonly Pick<Unit, 'id' | 'name'>[];
};
