import { addNights, lengthOf, type Night, type NightRange, parseNight } from '#lib/kernel/nights.ts';
import { takeBreath } from './breath.ts';
import type { Draft, Reading } from './drafts.ts';
import { MAX_EVENTS, MAX_INSTANCES_PER_EVENT, MAX_LISTED_DATES } from './limits.ts';
import type { RecurrencePool, RuleOutcome, RuleRequest } from './recurrence.ts';
import { readRule } from './rule.ts';
import type { RawValue } from './scan.ts';
import { repeatAt, type Times } from './times.ts';
import { type Moment, parseMoment } from './values.ts';
import { moveWall, zoneOf } from './zones.ts';

/*
 * Recurring events: the worker says on which dates a rule falls, everything else is done here on text: DTSTART is always the
 * first instance, RDATE adds, EXDATE and RECURRENCE-ID take away (the override is an event of its own). An instance is named
 * by its start: a date, or the wall clock in the event's zone. Whatever goes wrong with a rule, its first instance stays.
 */

export type Instance = { readonly draft: Draft; readonly key: string; readonly nights: NightRange };

export function isRecurring(draft: Draft): boolean {
  const { raw } = draft;
  return raw.recurrenceId === null && (raw.rules.length > 0 || raw.extraDates.length > 0);
}

/** All instances inside the horizon of recurring drafts; null where their rules take too long as a whole. */
export async function expandAll(
  recurring: readonly Draft[],
  overrides: readonly Draft[],
  reading: Reading,
  pool: RecurrencePool,
): Promise<readonly Instance[] | null> {
  if (recurring.length === 0) return [];
  // Many rules share one allowance: a feed of 100 open rules keeps 200 instances of each, the nearest ones.
  const limit = Math.max(1, Math.min(MAX_INSTANCES_PER_EVENT, Math.floor(MAX_EVENTS / recurring.length)));
  const requests: RuleRequest[] = [];
  const replaced = replacedKeys(recurring, overrides, reading);
  recurring.forEach((draft, id) => {
    const request = isFollowed(draft)
      ? requestOf(draft, id, limit + (replaced.get(draft)?.size ?? 0), reading)
      : null;
    if (request) requests.push(request);
  });
  const outcomes = await pool.expand(requests);
  if (outcomes === null) return null;
  const breath = takeBreath();
  const instances: Instance[] = [];
  for (const [id, draft] of recurring.entries()) {
    for (const instance of instancesOf(draft, outcomes.get(id), replaced.get(draft), limit, reading)) {
      instances.push(instance);
      const pause = breath();
      if (pause) await pause;
    }
  }
  return instances;
}

/** What closes nothing is not expanded: its first instance says that it is there. */
function isFollowed(draft: Draft): boolean {
  return draft.is.kind === 'closure' || draft.is.kind === 'reservation';
}

/** `wanted` instances at most are of use, and as many more as may turn out past or excluded. */
function requestOf(draft: Draft, id: number, wanted: number, reading: Reading): RuleRequest | null {
  const { rules, hasExclusionRule } = draft.raw;
  const { warnings, horizon, zones } = reading;
  const ignored = (why: string): void =>
    warnings.add('recurrence_ignored', `A recurrence rule is not followed: ${why}.`, draft.uid);
  if (hasExclusionRule) ignored('EXRULE is obsolete, its dates stay closed');
  const text = rules[0];
  if (text === undefined) return null;
  if (rules.length > 1) ignored(`the event has ${rules.length}, the first counts`);
  const read = readRule(text, draft.times, zones);
  if (!read.ok) {
    ignored(`${read.why}; the first instance is kept`);
    return null;
  }
  if (read.note) ignored(read.note);
  const start = startKey(draft.times).slice(0, 10);
  const from = earliestStart(draft, horizon.recurFrom);
  const listed = draft.raw.excludedDates.reduce((sum, { value }) => sum + value.split(',').length, 0);
  const lost = lengthOf(draft.times.nights) + 2 + Math.min(listed, MAX_LISTED_DATES);
  return { id, start, rule: read.rule, from, to: horizon.to, limit: wanted + lost };
}

/** An instance that began before `from` may still reach into it. */
function earliestStart(draft: Draft, from: Night): Night {
  const nights = Math.min(lengthOf(draft.times.nights) + 1, 730);
  return from < '0003' ? from : addNights(from, -nights);
}

function startKey(times: Times): string {
  return times.kind === 'timed' ? times.wall : times.nights.checkIn;
}

/** Name of the instance a moment points at, by the clock of the event it belongs to. */
export function keyOf(moment: Moment, times: Times | null, reading: Reading): string {
  const { zones } = reading;
  if (moment.kind === 'date') return moment.date;
  const clock = times?.kind === 'timed' ? times.zone : times ? zones.property : zoneOf(moment, zones);
  const from = zoneOf(moment, zones);
  const wall = from === clock ? moment.wall : moveWall(moment.wall, from, clock);
  return times?.kind === 'nights' ? (moment.utc ? moment.wall : wall).slice(0, 10) : wall;
}

function replacedKeys(
  recurring: readonly Draft[],
  overrides: readonly Draft[],
  reading: Reading,
): Map<Draft, Set<string>> {
  const byUid = Map.groupBy(overrides, (draft) => draft.uid);
  const keys = new Map<Draft, Set<string>>();
  for (const draft of recurring) {
    const own = byUid.get(draft.uid) ?? [];
    keys.set(
      draft,
      new Set(own.flatMap(({ replaces }) => (replaces ? [keyOf(replaces, draft.times, reading)] : []))),
    );
  }
  return keys;
}

function instancesOf(
  draft: Draft,
  outcome: RuleOutcome | undefined,
  replaced: ReadonlySet<string> | undefined,
  limit: number,
  reading: Reading,
): Instance[] {
  const { times } = draft;
  const { horizon } = reading;
  const first = startKey(times);
  if (!isFollowed(draft)) return [{ draft, key: first, nights: times.nights }];
  const keys = new Set(ruleKeys(draft, outcome, reading)).add(first);
  const from = earliestStart(draft, horizon.recurFrom);
  for (const key of listedKeys(draft.raw.extraDates, draft, reading))
    if (key >= from && key < horizon.to) keys.add(withClock(key, times));
  const excluded = new Set(listedKeys(draft.raw.excludedDates, draft, reading));
  const isKept = (key: string): boolean =>
    !excluded.has(key) && !excluded.has(key.slice(0, 10)) && !replaced?.has(key);
  const instances: Instance[] = [];
  for (const key of [...keys].sort()) {
    if (!isKept(key)) continue;
    const nights = key === first ? times.nights : nightsAt(key, times, reading.zones.property);
    // Past instances spend none of the allowance, but for the only one there is.
    if (!nights || (nights.checkOut <= horizon.recurFrom && keys.size > 1)) continue;
    if (instances.length >= limit) {
      reading.warnings.add('recurrence_truncated', `Only the first ${limit} instances are read.`, draft.uid);
      break;
    }
    instances.push({ draft, key, nights });
  }
  return instances;
}

function ruleKeys(draft: Draft, outcome: RuleOutcome | undefined, reading: Reading): string[] {
  const { warnings, horizon } = reading;
  if (!outcome) return [];
  if (outcome.kind === 'overran') {
    warnings.add(
      'recurrence_truncated',
      'A recurrence rule took too long; the first instance is kept.',
      draft.uid,
    );
    return [];
  }
  if (outcome.kind === 'failed') {
    warnings.add(
      'recurrence_ignored',
      'A recurrence rule was refused; the first instance is kept.',
      draft.uid,
    );
    return [];
  }
  const start = startKey(draft.times).slice(0, 10);
  if (start >= horizon.recurFrom && start < horizon.to && !outcome.dates.includes(start))
    warnings.add(
      'recurrence_ignored',
      'An event begins on no date of its own rule; it is kept there too.',
      draft.uid,
    );
  return outcome.dates.map((date) => withClock(date, draft.times));
}

/** A date of a timed event means the instance of that day. */
function withClock(key: string, times: Times): string {
  return times.kind === 'timed' && key.length === 10 ? `${key}${times.wall.slice(10)}` : key;
}

function listedKeys(properties: readonly RawValue[], draft: Draft, reading: Reading): string[] {
  const keys: string[] = [];
  for (const { params, value } of properties) {
    for (const item of value.split(',')) {
      if (keys.length >= MAX_LISTED_DATES || reading.listedDates.left-- <= 0) {
        reading.warnings.add(
          'recurrence_truncated',
          'Too many dates are listed; the rest is left out.',
          draft.uid,
        );
        return keys;
      }
      const moment = parseMoment(item.split('/', 1)[0] ?? '', params);
      if (moment) keys.push(keyOf(moment, draft.times, reading));
    }
  }
  return keys;
}

function nightsAt(key: string, times: Times, property: string): NightRange | null {
  if (times.kind === 'timed') return repeatAt(key, times, property);
  const checkIn = parseNight(key);
  return checkIn && { checkIn, checkOut: addNights(checkIn, lengthOf(times.nights)) };
}
