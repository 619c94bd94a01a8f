import { isSameTime, type ListingFacts, type UnitFacts } from './rules.ts';
import type { Suggestion } from './schemas.ts';

/*
 * Which unit a listing seems to be. A score is 0 to 100 and adds up from reasons; a suggestion is only ever a
 * suggestion, so the weights want to be explained in a sentence, not tuned.
 */

type Reason = Suggestion['reasons'][number];
export type Idea = {
  readonly listingId: string;
  /** One, or a pool where the channel sells several like it. */
  readonly unitIds: readonly string[];
  readonly score: number;
  readonly reasons: readonly Reason[];
};

const WEIGHT: Record<Exclude<Reason, 'like_name'>, number> = {
  /** A calendar of this listing closes the unit, or its bookings stand there: nearly a proof. */
  same_calendar: 88,
  same_name: 75,
  only_free_unit: 40,
  same_city: 6,
  same_zone: 4,
  same_currency: 2,
};
/** Below this share of common letter pairs two names have nothing to do with each other. */
const LIKE = 0.5;
const LIKE_MOST = 65;
const ANOTHER_ZONE = -25;
/** Weaker ideas are none. */
const LEAST = 35;

/** Lower case, without accents, signs and doubled spaces: "Chalet «Edelweiß» n°2" is "chalet edelweiss n 2". */
export function plainName(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

type Named = { readonly plain: string; readonly pairs: ReadonlySet<string> };

function named(text: string): Named {
  const plain = plainName(text);
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < plain.length; i++) pairs.add(plain.slice(i, i + 2));
  return { plain, pairs };
}

/** What a listing may be mapped to: a unit, or several of one property that only a number tells apart. */
type Offer = UnitFacts & { readonly unitIds: readonly string[] };

const NUMBER = / (?:(?:n|no|nr|n o) )?(?:\d+|[a-z]|[ivx]+)$/;

/** Plain, and without what tells one of several like it apart: "Double room n°2" is "double room". */
export function withoutNumber(name: string): string {
  return plainName(name).replace(NUMBER, '');
}

/** The pools that the units of a property make up: by their name without its number, and all of them by the property's. */
function poolsOf(units: readonly UnitFacts[]): Offer[] {
  const leaves = units.filter((unit) => unit.parts.length === 0);
  return [...Map.groupBy(leaves, (unit) => unit.propertyId).values()].flatMap((own): Offer[] => {
    const [first] = own;
    if (!first || own.length < 2) return [];
    const offer = (some: readonly UnitFacts[], name: string) => {
      return { ...first, name, hasSiblings: true, unitIds: some.map((unit) => unit.id) };
    };
    const alike = Map.groupBy(own, (unit) => withoutNumber(unit.name));
    const pools = [...alike].filter(([, some]) => some.length > 1);
    return [
      ...pools.map(([name, some]) => offer(some, name)),
      { ...offer(own, first.propertyName), hasSiblings: false },
    ];
  });
}

/** A unit goes by its own name, and by its property's; alone where the property has no other. */
function namesOf(unit: UnitFacts): Named[] {
  const both = `${unit.propertyName} ${unit.name}`;
  const names = unit.hasSiblings ? [unit.name, both] : [unit.name, unit.propertyName, both];
  return [...new Set(names)].map(named);
}

type Likeness = { readonly isSame: boolean; readonly like: number };

/**
 * How like each unit's best name is to a given one: Dice's coefficient of letter pairs, 0 to 1. Names are looked up by
 * their pairs, since comparing each with each takes seconds where both sides have a thousand.
 */
function nameIndex(units: readonly UnitFacts[]): (name: Named) => Likeness[] {
  const names = units.flatMap((unit, at) => namesOf(unit).map((name) => ({ ...name, at })));
  const holders = new Map<string, number[]>();
  for (const [i, { pairs }] of names.entries()) {
    for (const pair of pairs) {
      const held = holders.get(pair);
      if (held) held.push(i);
      else holders.set(pair, [i]);
    }
  }
  const common = new Uint16Array(names.length);
  return (name) => {
    common.fill(0);
    for (const pair of name.pairs) for (const i of holders.get(pair) ?? []) common[i] = (common[i] ?? 0) + 1;
    const best: Likeness[] = units.map(() => ({ isSame: false, like: 0 }));
    for (const [i, { plain, pairs, at }] of names.entries()) {
      const isSame = plain !== '' && plain === name.plain;
      const like = isSame ? 1 : (2 * (common[i] ?? 0)) / Math.max(1, pairs.size + name.pairs.size);
      const known = best[at];
      if (known && (like > known.like || isSame)) best[at] = { isSame: isSame || known.isSame, like };
    }
    return best;
  };
}

/** What ties a listing to units for certain: ids of units by the listing's. */
export type Evidence = ReadonlyMap<string, ReadonlySet<string>>;

/** Of so many units that fit a listing, no more are weighed against its neighbours'. */
const IDEAS_MAX = 20;

/**
 * At most one idea per listing and one listing per unit, the surest first. Of what is sold more than once a pool is
 * thought of too, with as many units as are sold.
 * @param listings those that are not mapped
 * @param free units that no listing of the channel is mapped to
 */
export function suggest(
  listings: readonly ListingFacts[],
  free: readonly UnitFacts[],
  evidence: Evidence,
  now: Temporal.Instant,
): Map<string, Idea> {
  const inUse = free.filter((unit) => !unit.isArchived);
  const singles = inUse.map((unit): Offer => ({ ...unit, unitIds: [unit.id] }));
  const pools = listings.some((listing) => listing.quantity > 1) ? poolsOf(inUse) : [];
  const units = [...singles, ...pools];
  const likenesses = nameIndex(units);
  const words = units.map((unit) => ` ${plainName(`${unit.propertyName} ${unit.name}`)} `);
  const isSameZone = sameTimes(now);
  const ideas = listings.flatMap((listing) => {
    const names = listing.groupName ? [listing.name, `${listing.groupName} ${listing.name}`] : [listing.name];
    const likes = names.map((name) => likenesses(named(name)));
    const own = units.flatMap((unit, at) => {
      if (unit.unitIds.length > 1 && listing.quantity < 2) return [];
      const idea = judge(listing, unit, {
        ...likest(likes.flatMap((like) => like[at] ?? [])),
        isTied: unit.unitIds.some((id) => evidence.get(listing.id)?.has(id)),
        isOnlyFree:
          singles.length === 1 || (unit.unitIds.length > 1 && unit.unitIds.length === singles.length),
        words: words[at] ?? '',
        isSameZone,
      });
      return idea && idea.score >= LEAST ? [idea] : [];
    });
    return own.sort(bySurety).slice(0, IDEAS_MAX);
  });
  const quantityOf = new Map(listings.map((listing) => [listing.id, listing.quantity]));
  const taken = new Set<string>();
  const chosen = new Map<string, Idea>();
  for (const idea of ideas.sort(bySurety)) {
    if (chosen.has(idea.listingId)) continue;
    const unitIds = idea.unitIds.filter((id) => !taken.has(id)).slice(0, quantityOf.get(idea.listingId) ?? 1);
    if (unitIds.length === 0) continue;
    chosen.set(idea.listingId, { ...idea, unitIds });
    for (const id of unitIds) taken.add(id);
  }
  return chosen;
}

function likest(likes: readonly Likeness[]): Likeness {
  return likes.reduce((a, b) => (b.isSame || b.like > a.like ? b : a), { isSame: false, like: 0 });
}

function bySurety(a: Idea, b: Idea): number {
  return (
    b.score - a.score ||
    compare(a.listingId, b.listingId) ||
    b.unitIds.length - a.unitIds.length ||
    compare(a.unitIds[0] ?? '', b.unitIds[0] ?? '')
  );
}

/** Few zones, many pairs: each two are compared once. */
function sameTimes(now: Temporal.Instant): (a: string, b: string) => boolean {
  const known = new Map<string, boolean>();
  return (a, b) => {
    const key = `${a} ${b}`;
    const answer = known.get(key) ?? isSameTime(a, b, now);
    known.set(key, answer);
    return answer;
  };
}

type Seen = Likeness & {
  readonly isTied: boolean;
  readonly isOnlyFree: boolean;
  /** The names of the unit and its property, as words between blanks. */
  readonly words: string;
  readonly isSameZone: (a: string, b: string) => boolean;
};

/** @returns null where nothing but a zone or a currency could speak for it */
function judge(listing: ListingFacts, unit: Offer, seen: Seen): Idea | null {
  if (!seen.isTied && !seen.isOnlyFree && seen.like < LIKE) return null;
  const reasons: Reason[] = [];
  let score = 0;
  const give = (reason: Reason, weight: number) => {
    reasons.push(reason);
    score += weight;
  };
  if (seen.isTied) give('same_calendar', WEIGHT.same_calendar);
  if (seen.isSame) give('same_name', WEIGHT.same_name);
  else if (seen.like >= LIKE) give('like_name', Math.round(LIKE_MOST * seen.like));
  if (seen.isOnlyFree) give('only_free_unit', WEIGHT.only_free_unit);
  const city = plainName(listing.city ?? '');
  if (city !== '' && seen.words.includes(` ${city} `)) give('same_city', WEIGHT.same_city);
  if (listing.timeZone !== null) {
    if (seen.isSameZone(listing.timeZone, unit.timeZone)) give('same_zone', WEIGHT.same_zone);
    else score += ANOTHER_ZONE;
  }
  if (listing.currency === unit.currency) give('same_currency', WEIGHT.same_currency);
  return { listingId: listing.id, unitIds: unit.unitIds, score: Math.max(0, Math.min(100, score)), reasons };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
