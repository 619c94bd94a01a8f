import { type Night, type NightRange, nightsBetween } from '#lib/kernel/nights.ts';

/*
 * Which unit of a pool a booking gets. Best fit: of the units that are free on all of its nights the one on which the
 * least is left around it, so that long stays find long gaps later. Nights kept to prepare count as taken.
 */

/** How far around a stay a gap is looked at: beyond it all gaps are alike. */
export const GAP_NIGHTS = 60;

/** What a night is on a unit, the heavier the worse to be booked over. */
export const LEVELS = { free: 0, prepared: 1, blocked: 2, closed: 3, held: 4 } as const;
type Level = (typeof LEVELS)[keyof typeof LEVELS];

export type PlaceUnit = {
  readonly id: string;
  /** Two units that share a leaf cannot both be sold on a night. */
  readonly leaves: readonly string[];
  readonly preparationNights: number;
};

/** A unit of a pool and its nights from the window's first on, without those of the stays that are placed here. */
export type PoolUnit = PlaceUnit & { readonly nights: readonly Level[] };

/** A stay of the same batch that stands where it was told. */
export type Standing = NightRange & { readonly unit: PlaceUnit };

export type Wanted = NightRange & {
  readonly key: string;
  /** Ids of units, in the order of the pool. */
  readonly pool: readonly string[];
  /** Where it stands so far: it stays there if it can, or if moving it would help nobody. */
  readonly keep: string | null;
};

/** The worst first: nights of other stays, closed elsewhere, blocked by a person, kept to prepare; then the gap left. */
type Cost = readonly [held: number, closed: number, blocked: number, prepared: number, gap: number];

type Plan = { readonly unitOf: Map<string, string>; readonly clashing: number; readonly costs: number[] };

/**
 * A unit for each stay, all of them together: no two on one unit while there is another. It is tried in the order of
 * arrival, with the one first that has the fewest units to choose from, and by first fit as they are told; what keeps
 * the most of them without a clash is taken.
 * @param window starts at its first night and covers every wanted stay
 * @returns the id of a unit by the key of the stay; each has one
 */
export function allocate(
  window: { readonly from: Night; readonly units: readonly PoolUnit[] },
  standing: readonly Standing[],
  wanted: readonly Wanted[],
): Map<string, string> {
  const arriving = [...wanted].sort(byArrival);
  const start = new Grid(window);
  for (const one of standing) start.place(one.unit, one);
  const choices = new Map(wanted.map((one) => [one.key, start.free(one).length]));
  const scarce = [...arriving].sort((a, b) => (choices.get(a.key) ?? 0) - (choices.get(b.key) ?? 0));
  const plans = [
    planFor(start.copy(), arriving, true),
    planFor(start.copy(), scarce, true),
    planFor(start.copy(), wanted, false),
  ];
  const best = plans.reduce((a, b) => (isBetter(b, a) ? b : a));
  return best.unitOf;
}

function byArrival(a: NightRange & { key: string }, b: NightRange & { key: string }): number {
  if (a.checkIn !== b.checkIn) return a.checkIn < b.checkIn ? -1 : 1;
  if (a.checkOut !== b.checkOut) return a.checkOut > b.checkOut ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function isBetter(a: Plan, b: Plan): boolean {
  if (a.clashing !== b.clashing) return a.clashing < b.clashing;
  return compare(a.costs, b.costs) < 0;
}

/** Those that can keep their unit first: nobody else is put where somebody stands. */
function planFor(grid: Grid, order: readonly Wanted[], isBestFit: boolean): Plan {
  const unitOf = new Map<string, string>();
  const costs = [0, 0, 0, 0, 0];
  let clashing = 0;
  const put = (one: Wanted, unitId: string) => {
    const cost = grid.cost(one, unitId);
    unitOf.set(one.key, unitId);
    if (cost.slice(0, 4).some((nights) => nights > 0)) clashing += 1;
    for (const [at, value] of cost.entries()) costs[at] = (costs[at] ?? 0) + value;
    grid.placeOn(unitId, one);
  };
  const moving = order.filter((one) => {
    const stays = one.keep !== null && grid.isFree(one, one.keep);
    if (stays && one.keep) put(one, one.keep);
    return !stays;
  });
  const cheapest = (one: Wanted, ids: readonly string[]) =>
    ids.reduce((a, b) => (compare(grid.cost(one, b), grid.cost(one, a)) < 0 ? b : a));
  const homeless = moving.filter((one) => {
    const free = grid.free(one);
    const [first] = free;
    if (first !== undefined) put(one, isBestFit ? cheapest(one, free) : first);
    return first === undefined;
  });
  // Last, so that they clash where somebody stands anyway and take no room from those who have some.
  for (const one of homeless) {
    const ids = one.keep ? [one.keep] : one.pool;
    if (ids.length > 0) put(one, cheapest(one, ids));
  }
  return { unitOf, clashing, costs };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}

/** The nights of the pools' units while stays are put on them. */
class Grid {
  readonly #from: Night;
  readonly #units: ReadonlyMap<string, PoolUnit>;
  readonly #nights: ReadonlyMap<string, Uint8Array>;

  constructor(
    window: { readonly from: Night; readonly units: readonly PoolUnit[] },
    nights?: ReadonlyMap<string, Uint8Array>,
  ) {
    this.#from = window.from;
    this.#units = new Map(window.units.map((unit) => [unit.id, unit]));
    this.#nights = nights ?? new Map(window.units.map((unit) => [unit.id, Uint8Array.from(unit.nights)]));
  }

  copy(): Grid {
    const nights = new Map([...this.#nights].map(([id, levels]) => [id, levels.slice()]));
    return new Grid({ from: this.#from, units: [...this.#units.values()] }, nights);
  }

  free(one: Wanted): string[] {
    return one.pool.filter((id) => this.isFree(one, id));
  }

  isFree(range: NightRange, unitId: string): boolean {
    const [from, to] = this.#span(range);
    const levels = this.#nights.get(unitId);
    return levels?.subarray(from, to).every((level) => level === LEVELS.free) ?? false;
  }

  cost(range: NightRange, unitId: string): Cost {
    const [from, to] = this.#span(range);
    const levels = this.#nights.get(unitId) ?? new Uint8Array();
    const counts = [0, 0, 0, 0, 0];
    for (const level of levels.subarray(from, to)) counts[level] = (counts[level] ?? 0) + 1;
    const own = this.#units.get(unitId)?.preparationNights ?? 0;
    const gap = run(levels, from - 1, -1, own) + run(levels, to, 1, own);
    const [, prepared = 0, blocked = 0, closed = 0, held = 0] = counts;
    return [held, closed, blocked, prepared, gap];
  }

  placeOn(unitId: string, range: NightRange): void {
    const unit = this.#units.get(unitId);
    if (unit) this.place(unit, range);
  }

  /** Takes the nights on the unit and on every other that shares a leaf with it, and those around them to prepare. */
  place(on: PlaceUnit, range: NightRange): void {
    const [from, to] = this.#span(range);
    for (const [id, unit] of this.#units) {
      if (!unit.leaves.some((leaf) => on.leaves.includes(leaf))) continue;
      const levels = this.#nights.get(id);
      if (!levels) continue;
      const around = Math.max(unit.preparationNights, on.preparationNights);
      raise(levels, from - around, to + around, LEVELS.prepared);
      raise(levels, from, to, LEVELS.held);
    }
  }

  #span({ checkIn, checkOut }: NightRange): [number, number] {
    return [nightsBetween(this.#from, checkIn), nightsBetween(this.#from, checkOut)];
  }
}

function raise(levels: Uint8Array, from: number, to: number, level: Level): void {
  for (let at = Math.max(0, from); at < Math.min(levels.length, to); at++)
    levels[at] = Math.max(levels[at] ?? 0, level);
}

/** Free nights in a row from there on, less those that the stay itself needs to prepare. */
function run(levels: Uint8Array, start: number, step: 1 | -1, own: number): number {
  let nights = 0;
  for (let at = start; nights < GAP_NIGHTS && at >= 0 && levels[at] === LEVELS.free; at += step) nights += 1;
  return Math.max(0, nights - own);
}
