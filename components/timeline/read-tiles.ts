import { call } from '#components/api/client.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { type Block, nightsOf, runsOf, sliceOf, type TileName } from './tiles.ts';

/** As many as one answer may bear: half a year of a block. */
const MOST = 7;

type Waiting = {
  readonly block: Block;
  readonly starts: Map<number, PromiseWithResolvers<Timeline>>;
};
let waiting = new Map<string, Waiting>();

/** Reads a tile. Those that are asked for at the same moment and lie next to each other are one question to the server. */
export function readTile({ block, start }: TileName): Promise<Timeline> {
  if (waiting.size === 0) setTimeout(ask, 0);
  const own = waiting.get(block.key) ?? { block, starts: new Map() };
  waiting.set(block.key, own);
  const known = own.starts.get(start);
  if (known) return known.promise;
  const answer = withResolvers<Timeline>();
  own.starts.set(start, answer);
  return answer.promise;
}

function ask(): void {
  const asked = waiting;
  waiting = new Map();
  for (const { block, starts } of asked.values()) {
    for (const run of runsOf([...starts.keys()], MOST)) {
      const { from, to } = nightsOf(run.start, run.end);
      const tiles = [...starts].filter(([start]) => start >= run.start && start < run.end);
      call<Timeline>(
        'GET',
        `/api/timeline?from=${from}&to=${to}&properties=${block.propertyIds.join(',')}`,
      ).then(
        (timeline) => {
          for (const [start, answer] of tiles) answer.resolve(sliceOf(timeline, start));
        },
        (error: unknown) => {
          for (const [, answer] of tiles) answer.reject(error);
        },
      );
    }
  }
}

/** Promise.withResolvers, which browsers before 2024 lack. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: PromiseWithResolvers<T>['resolve'] = () => {};
  let reject: PromiseWithResolvers<T>['reject'] = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
