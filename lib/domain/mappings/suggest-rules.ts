import { isSameTime, type ListingFacts, type UnitFacts } from './rules.ts';
import type { Suggestion } from './schemas.ts';

/*
 * Which unit a listing seems to be. A score is 0 to 100 and adds up from reasons; a suggestion is only ever a
 * suggestion, so the weights want to be explained in a sentence, not tuned.
 */

type Reason = Suggestion['reasons'][number];
export type Idea = {
  readonly listingId: string;
  readonly unitId: string;
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

/** Dice's coefficient of letter pairs, 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
}

function pairsOf(plain: string): Set<string> {
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < plain.length; i++) pairs.add(plain.slice(i, i + 2));
  return pairs;
}

type Named = { readonly plain: string; readonly pairs: ReadonlySet<string> };
type Prepared = { readonly unit: UnitFacts; readonly names: readonly Named[]; readonly words: string };

function named(text: string): Named {
  const plain = plainName(text);
  return { plain, pairs: pairsOf(plain) };
}

/** A unit goes by its own name, and by its property's; alone where the property has no other. */
function prepare(unit: UnitFacts): Prepared {
  const both = `${unit.propertyName} ${unit.name}`;
  const names = unit.hasSiblings ? [unit.name, both] : [unit.name, unit.propertyName, both];
  return { unit, names: names.map(named), words: ` ${plainName(both)} ` };
}

/**
 * At most one idea per listing and one listing per unit, the surest first. About listings × units comparisons of names.
 * @param listings those that are not mapped
 * @param free units that no listing of the channel is mapped to
 * @param evidence whether a calendar or a booking ties the two together
 */
export function suggest(
  listings: readonly ListingFacts[],
  free: readonly UnitFacts[],
  evidence: (listingId: string, unitId: string) => boolean,
  now: Temporal.Instant,
): Map<string, Idea> {
  const units = free.filter((unit) => !unit.isArchived).map(prepare);
  const isSame = sameTimes(now);
  const ideas: Idea[] = [];
  for (const listing of listings) {
    const name = named(listing.name);
    for (const unit of units) {
      const idea = judge(listing, name, unit, evidence(listing.id, unit.unit.id), units.length === 1, isSame);
      if (idea.score >= LEAST) ideas.push(idea);
    }
  }
  ideas.sort((a, b) => b.score - a.score || compare(a.listingId, b.listingId) || compare(a.unitId, b.unitId));
  const taken = new Set<string>();
  const chosen = new Map<string, Idea>();
  for (const idea of ideas) {
    if (chosen.has(idea.listingId) || taken.has(idea.unitId)) continue;
    chosen.set(idea.listingId, idea);
    taken.add(idea.unitId);
  }
  return chosen;
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

function judge(
  listing: ListingFacts,
  name: Named,
  { unit, names, words }: Prepared,
  isTied: boolean,
  isOnlyFree: boolean,
  isSameZone: (a: string, b: string) => boolean,
): Idea {
  const reasons: Reason[] = [];
  let score = 0;
  const give = (reason: Reason, weight: number) => {
    reasons.push(reason);
    score += weight;
  };
  if (isTied) give('same_calendar', WEIGHT.same_calendar);
  const isSame = name.plain !== '' && names.some((one) => one.plain === name.plain);
  const like = isSame ? 1 : Math.max(0, ...names.map((one) => likeness(name.pairs, one.pairs)));
  if (isSame) give('same_name', WEIGHT.same_name);
  else if (like >= LIKE) give('like_name', Math.round(LIKE_MOST * like));
  if (isOnlyFree) give('only_free_unit', WEIGHT.only_free_unit);
  const city = plainName(listing.city ?? '');
  if (city !== '' && words.includes(` ${city} `)) give('same_city', WEIGHT.same_city);
  if (listing.timeZone !== null) {
    if (isSameZone(listing.timeZone, unit.timeZone)) give('same_zone', WEIGHT.same_zone);
    else score += ANOTHER_ZONE;
  }
  if (listing.currency === unit.currency) give('same_currency', WEIGHT.same_currency);
  reasons.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return { listingId: listing.id, unitId: unit.id, score: Math.max(0, Math.min(100, score)), reasons };
}

const ORDER: readonly Reason[] = [
  'same_calendar',
  'same_name',
  'like_name',
  'only_free_unit',
  'same_city',
  'same_zone',
  'same_currency',
];

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
