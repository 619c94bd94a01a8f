import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { readRates } from './read-rates.ts';
import { edited, NO_RATE, nightsMeant, type Rate, type Refusal, sameRate } from './rules.ts';
import { RateEdit, type RateEditBody, type RateEditQuery } from './schemas.ts';

export type PlannedRate = {
  readonly unitId: string;
  readonly night: Night;
  readonly rate: Rate;
  readonly was: Rate;
  /** It was sold and is not any more, or the other way about. */
  readonly isSoldOtherwise: boolean;
};

/** What an edit would do, worked out and found possible; nothing is written. */
export type PlannedEdit = {
  readonly unitIds: readonly string[];
  /** From the first night that is meant, up to and without `to`. */
  readonly from: Night;
  readonly to: Night;
  readonly changed: readonly PlannedRate[];
  readonly unpriced: number;
  readonly currency: ReadonlyMap<string, string>;
};

/**
 * One edit of a body and, for one unit and one range, a query.
 * @throws AppError invalid_input
 */
export function toEdit(query: RateEditQuery, body: RateEditBody): RateEdit {
  const ofQuery = query.from && query.to ? [{ from: query.from, to: query.to }] : undefined;
  const read = RateEdit.safeParse({
    unitIds: body.unitIds ?? (query.unit ? [query.unit] : undefined),
    ranges: body.ranges ?? ofQuery,
    set: body.set,
  });
  if (read.success) return read.data;
  throw new AppError('invalid_input', 'Say which units, which nights and what to set; nothing was changed.', {
    issues: read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}

/**
 * Works out every night of an edit against what stands. Two round trips.
 * @throws AppError not_found, choose_unit, invalid_input with the night that cannot be so
 */
export async function planEdit(ctx: Ctx, edit: RateEdit): Promise<PlannedEdit> {
  const nights = nightsMeant(edit.ranges);
  const [first, last] = [nights[0], nights.at(-1)];
  if (!first || !last)
    throw new AppError('invalid_input', 'No night of these ranges is on one of these weekdays.', {
      issues: [{ path: 'ranges', message: 'a night' }],
    });
  const currency = await unitsMeant(ctx, edit.unitIds);
  refuseOtherCurrency(edit, currency);
  const unitIds = [...currency.keys()];
  const to = addNights(last, 1);
  const before = await readRates(ctx, { unitIds, from: first, to });
  const changed: PlannedRate[] = [];
  let unpriced = 0;
  for (const unitId of unitIds) {
    for (const night of nights) {
      const was = before.get(unitId)?.get(night) ?? NO_RATE;
      const rate = edited(was, edit.set);
      if (typeof rate === 'string') throw impossible(rate, unitId, night);
      if (edit.set.priceChange && was.priceMinor === null) unpriced += 1;
      if (!sameRate(was, rate))
        changed.push({ unitId, night, rate, was, isSoldOtherwise: was.stopSell !== rate.stopSell });
    }
  }
  return { unitIds, from: first, to, changed, unpriced, currency };
}

/**
 * The units meant, in id order, each with the currency of its property. One round trip.
 * @throws AppError not_found, choose_unit
 */
export async function unitsMeant(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)];
  const rows = await ctx.db
    .select({ id: units.id, name: units.name, property: properties.id, currency: properties.currency })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(
      and(
        eq(units.orgId, ctx.org),
        isNull(units.archivedAt),
        isNull(properties.archivedAt),
        or(inArray(units.id, asked), inArray(properties.id, asked)),
      ),
    )
    .orderBy(units.id);
  const chosen = new Map<string, string>();
  for (const id of asked) {
    const named = rows.filter((row) => row.id === id || row.property === id);
    const [only] = named;
    if (!only) throw notFound('unit');
    if (named.length > 1)
      throw new AppError(
        'choose_unit',
        'This property has several units. Say which are meant; nothing was changed.',
        {
          details: { units: named.map((one) => ({ id: one.id, name: one.name })) },
        },
      );
    chosen.set(only.id, only.currency);
  }
  return new Map([...chosen].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws AppError invalid_input: an amount means nothing in another currency */
function refuseOtherCurrency({ set }: RateEdit, currency: ReadonlyMap<string, string>): void {
  const change = set.priceChange && 'amount' in set.priceChange ? set.priceChange : null;
  const asked = set.price ?? change;
  if (!asked) return;
  const other = [...currency].find(([, one]) => one !== asked.currency);
  if (!other) return;
  throw new AppError(
    'invalid_input',
    `A unit is priced in ${other[1]}, and this amount is in ${asked.currency}. Nothing was changed.`,
    {
      issues: [{ path: set.price ? 'set.price.currency' : 'set.priceChange.currency', message: other[1] }],
      details: { unitId: other[0] },
    },
  );
}

const WORDS: Record<Refusal, { path: string; message: string; sentence: string }> = {
  stays_cross: {
    path: 'set.minStay',
    message: 'at most the longest stay',
    sentence: 'The shortest stay would be longer than the longest one',
  },
  price_too_low: {
    path: 'set.priceChange',
    message: 'a price above nothing',
    sentence: 'The price would be nothing or less',
  },
  price_too_high: {
    path: 'set.priceChange',
    message: 'a price that somebody could pay',
    sentence: 'The price would be beyond every price',
  },
};

function impossible(refusal: Refusal, unitId: string, night: Night): AppError {
  const { path, message, sentence } = WORDS[refusal];
  return new AppError('invalid_input', `${sentence} on ${night}. Nothing was changed.`, {
    issues: [{ path, message }],
    details: { reason: refusal, unitId, night },
  });
}
