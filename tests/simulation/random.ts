/** A small generator of 32-bit numbers (mulberry32): the same seed, the same world. */
export type Random = {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number in [from, to]. */
  readonly int: (from: number, to: number) => number;
  readonly chance: (share: number) => boolean;
  /** One of them; throws a RangeError where there is none. */
  readonly pick: <T>(list: readonly T[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => T[];
};

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[int(0, list.length - 1)] as (typeof list)[number]; // the index is within
    },
    shuffled: (list) => {
      const left = [...list];
      const out: typeof left = [];
      while (left.length > 0) out.push(...left.splice(int(0, left.length - 1), 1));
      return out;
    },
  };
}

/**
 * Lets ids and jitter come from the seed as well: rows are read in the order of their ids, so that a seed whose ids
 * differ from run to run would find a failure once and never again.
 * @returns undoes it
 */
export function seedTheMachine(seed: number): () => void {
  const random = seededRandom(seed ^ 0x5eed);
  const { getRandomValues } = crypto;
  const { instant } = Temporal.Now;
  let ms = 1_700_000_000_000;
  Object.defineProperty(crypto, 'getRandomValues', {
    configurable: true,
    value: <T extends Uint8Array | Uint16Array>(values: T): T => {
      for (let i = 0; i < values.length; i++) values[i] = random.int(0, 65_535);
      return values;
    },
  });
  Temporal.Now.instant = () => {
    ms += 1;
    return Temporal.Instant.fromEpochMilliseconds(ms);
  };
  return () => {
    Object.defineProperty(crypto, 'getRandomValues', { configurable: true, value: getRandomValues });
    Temporal.Now.instant = instant;
  };
}
