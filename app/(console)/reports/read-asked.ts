import { z } from 'zod';
import { type Time, timeOf } from '#components/reports/periods.ts';
import { Base, Grain, MoneyKind } from '#lib/domain/analytics/schemas.ts';
import { CalendarSubjectId } from '#lib/domain/properties/schemas.ts';
import { CurrencySchema } from '#lib/kernel/money.ts';
import { AskedNight, isWindow } from '#lib/kernel/night-window.ts';
import { addNights, type Night, night } from '#lib/kernel/nights.ts';
import { readSearch, type Search } from '#lib/web/page-search.ts';

/** The address of the page. `until` is the last night that is meant, as people say dates. */
const Asked = z
  .object({
    period: z.enum(['month', 'last30', 'last90', 'next90', 'year']).optional(),
    from: AskedNight.optional(),
    until: AskedNight.optional(),
    where: CalendarSubjectId.optional(),
    grain: Grain.optional(),
    base: Base.optional(),
    money: MoneyKind.optional(),
    currency: CurrencySchema.optional(),
  })
  .refine(({ from, until }) => !from || !until || isWindow({ from, to: addNights(until, 1) }), {
    path: ['until'],
  });

export type Asked = z.output<typeof Asked>;

export function readAsked(search: Search): { asked: Asked; dropped: readonly string[] } {
  const { value, dropped } = readSearch(Asked, search);
  return { asked: value ?? {}, dropped };
}

const HALF_OPEN = 30;

/** The nights that are meant: own dates go before a period; of one date alone the month around it. */
export function timeAsked(asked: Asked, today: string): Time & { from: Night; to: Night } {
  const time = timeOf(asked.period ?? 'month', today);
  const { from, until } = asked;
  const to = until ? addNights(until, 1) : null;
  if (from && to) return { period: 'own', from, to };
  if (from) return { period: 'own', from, to: addNights(from, HALF_OPEN) };
  if (to) return { period: 'own', from: addNights(to, -HALF_OPEN), to };
  return { ...time, from: night(time.from), to: night(time.to) };
}

/** The same page with something else asked for. */
export function hrefWith(asked: Asked, patch: Partial<Asked>): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, ...patch })) if (value) next.set(name, value);
  return next.size > 0 ? `/reports?${next}` : '/reports';
}
