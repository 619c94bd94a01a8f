import { asc, desc, lt, type SQL, sql } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import type { ReservationQuery } from './schemas.ts';

type Sort = NonNullable<ReservationQuery['sort']>;

/** How a list of reservations goes on: what it is ordered by, and from where after a cursor. */
export type Order = {
  /** As text, for the cursor. */
  readonly key: SQL<string>;
  readonly by: readonly SQL[];
  readonly after: (cursor: string) => SQL;
  readonly cursorOf: (key: string, id: string) => string;
};

const ID = /^rsv_[0-9a-z]{24}$/;
const KEY = { arrival: /^\d{4}-\d\d-\d\d$/, booked: /^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00)$/ };

/** Those that are equal are told apart by their ids, which sort as they were heard of. */
export function orderOf(sort: Sort): Order {
  if (sort === 'heard')
    return {
      key: sql<string>`''`,
      by: [desc(reservations.id)],
      after: (cursor) => lt(reservations.id, idOf(cursor)),
      cursorOf: (_, id) => id,
    };
  const field =
    sort === 'arrival'
      ? sql`(select min(${stays.checkIn}) from ${stays} where ${stays.reservationId} = ${reservations.id})`
      : sql`coalesce(${reservations.bookedAt}, ${reservations.createdAt})`;
  const key =
    sort === 'arrival'
      ? sql<string>`${field}::text`
      : sql<string>`(${field} at time zone 'utc')::text || '+00'`;
  const type = sql.raw(sort === 'arrival' ? 'date' : 'timestamptz');
  return {
    key,
    by: sort === 'arrival' ? [asc(field), asc(reservations.id)] : [desc(field), desc(reservations.id)],
    after: (cursor) => {
      const [at = '', id = ''] = cursor.split('~');
      if (!KEY[sort].test(at)) throw notOurs();
      return sort === 'arrival'
        ? sql`(${field}, ${reservations.id}) > (${at}::${type}, ${idOf(id)})`
        : sql`(${field}, ${reservations.id}) < (${at}::${type}, ${idOf(id)})`;
    },
    cursorOf: (at, id) => `${at}~${id}`,
  };
}

function idOf(text: string): string {
  if (!ID.test(text)) throw notOurs();
  return text;
}

function notOurs(): AppError {
  return new AppError('invalid_input', 'This cursor is not one of ours.');
}
