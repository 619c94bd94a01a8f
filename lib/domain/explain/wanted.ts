import { inArray } from 'drizzle-orm';
import { pushStates } from '#db/schema/push.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { PushPort } from '#lib/providers/push-contract.ts';
import type { Ctx } from '../ctx.ts';
import { type Grid, readGrids, type Supposed } from '../push/read-grid.ts';
import { readTargets } from '../push/read-targets.ts';
import type { MappedWay } from './read-ways.ts';

export type Wanted = { readonly way: MappedWay; readonly port: PushPort; readonly grid: Grid };

/**
 * What the channels of some mappings should be told of the nights of [from, to), by the rules that tell them, and what is
 * known to stand there; nights outside a channel's horizon are left out, and so are mappings that nothing is told of.
 * Eleven statements for each account, however many mappings and nights.
 * @param supposed rates, stays and blocks to reckon with instead of those that stand
 */
export async function readWanted(
  ctx: Ctx,
  ways: readonly MappedWay[],
  window: { readonly from: Night; readonly to: Night },
  supposed?: Supposed,
): Promise<Map<string, Wanted>> {
  const accounts = [...Map.groupBy(ways, (way) => way.connectionId).values()];
  const found = await Promise.all(
    accounts.map(async ([first, ...rest]) => {
      const port = first && ctx.channels[first.provider]?.provider.push;
      if (!port) return [];
      const mine = [first, ...rest];
      const which = inArray(
        pushStates.mappingId,
        mine.map((way) => way.mappingId),
      );
      const targets = await readTargets(ctx, first.connection, port, which);
      const stretches = targets.map((target) => ({
        ...target,
        from: later(window.from, target.today),
        to: earlier(window.to, target.end),
      }));
      const grids = await readGrids(ctx, stretches, port, supposed);
      return grids.flatMap((grid): [string, Wanted][] => {
        const way = mine.find((one) => one.mappingId === grid.mappingId);
        return way ? [[grid.mappingId, { way, port, grid }]] : [];
      });
    }),
  );
  return new Map(found.flat());
}

const later = (a: Night, b: Night) => (a > b ? a : b);
const earlier = (a: Night, b: Night) => (a < b ? a : b);
