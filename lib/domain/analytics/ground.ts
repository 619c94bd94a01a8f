import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { dayOf, type Grain, grainFor, yearBefore } from './day-rules.ts';
import { readLedger, type Scope } from './ledger.ts';
import type { Ledger } from './ledger-rules.ts';
import type { ReportQuery } from './schemas.ts';

export type Asked = Pick<ReportQuery, 'from' | 'to'> &
  Scope &
  Partial<Pick<ReportQuery, 'grain' | 'compare'>>;

/** What the reports on nights are made of: a time, the same a year before where asked for, and how finely to cut. */
export type Ground = { readonly now: Ledger; readonly before: Ledger | null; readonly grain: Grain };

/**
 * Reads once for as many reports as one likes: one statement, two with the year before.
 * @throws AppError forbidden, not_found
 */
export async function readGround(ctx: Ctx, asked: Asked): Promise<Ground> {
  requireCan(ctx, 'reservation.read');
  const window = { from: dayOf(asked.from), to: dayOf(asked.to) };
  const grain = asked.grain ?? grainFor(window.to - window.from);
  const [now, before] = await Promise.all([
    readLedger(ctx, asked, window),
    asked.compare ? readLedger(ctx, asked, yearBefore(window, grain)) : null,
  ]);
  return { now, before: before && wasThere(before) ? before : null, grain };
}

/** A year without a unit is no year to compare with. */
function wasThere({ leaves, window }: Ledger): boolean {
  return leaves.some(([, , , , , born, gone]) => born < window.to && (gone === null || gone > window.from));
}
