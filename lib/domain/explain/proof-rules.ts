import { z } from 'zod';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import { nightsMeant } from '../rates/rules.ts';
import { EditRange } from '../rates/schemas.ts';

export type JournalFact = {
  readonly subjectId: string;
  readonly after: Readonly<Record<string, unknown>> | null;
};

/**
 * The change since which a stay has had exactly these nights of its changes newest first: what only told of its guest or
 * of its money is no reason for a closed night.
 */
export function sinceWhen<R extends JournalFact>(newestFirst: readonly R[], nights: NightRange): R | null {
  let since: R | null = null;
  for (const row of newestFirst) {
    const { checkIn, checkOut, status } = row.after ?? {};
    const holds = status !== 'cancelled' && checkIn === nights.checkIn && checkOut === nights.checkOut;
    if (!holds) break;
    since = row;
  }
  return since ?? newestFirst[0] ?? null;
}

const Told = z.object({ unitIds: z.array(z.string()), ranges: z.array(EditRange) });

/** The newest edit that took this night of the unit from sale, of those that took any. */
export function stopSold<R extends JournalFact>(
  newestFirst: readonly R[],
  unitId: string,
  night: Night,
): R | null {
  const means = (row: R) => {
    const told = Told.safeParse(row.after);
    return (
      told.success && told.data.unitIds.includes(unitId) && nightsMeant(told.data.ranges).includes(night)
    );
  };
  return newestFirst.find(means) ?? null;
}
