import { customType, text } from 'drizzle-orm/pg-core';
import { type Night, type NightRange, night, nightRange } from '#lib/kernel/nights.ts';

/** timestamptz ↔ Temporal.Instant. The driver hands the text over as Postgres wrote it. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  toDriver: (value) => value.toString({ fractionalSecondDigits: 3 }),
  fromDriver: (value) => Temporal.Instant.from(value),
});

/** date ↔ Night, as text both ways: no Date, no time zone. */
export const nightColumn = customType<{ data: Night; driverData: string }>({
  dataType: () => 'date',
  fromDriver: (value) => night(value),
});

/** daterange ↔ NightRange, always the canonical half-open form `[a,b)`. */
export const nightsColumn = customType<{ data: NightRange; driverData: string }>({
  dataType: () => 'daterange',
  toDriver: (value) => `[${value.checkIn},${value.checkOut})`,
  fromDriver: (value) => {
    const [from = '', to = ''] = value.slice(1, -1).split(',');
    return nightRange(from, to);
  },
});

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

export const id = () => text('id').primaryKey();
export const createdAt = () => instant('created_at').notNull();
export const updatedAt = () => instant('updated_at').notNull();
