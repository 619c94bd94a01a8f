import { addNights, type Night, nightRange, nightsOf, parseNight, todayIn } from '#lib/kernel/nights.ts';
import { all, type Element, el, first, type Xml } from '../core/xml.ts';
import { otaRoot, SUCCESS, xmlResponse } from './answers.ts';
import type { BookingHost } from './host.ts';
import { isAttached } from './messages.ts';
import { ApiError, PROBLEMS, type Problem, shortText } from './problems.ts';
import type { BookingFault, Hotel, Machine, RoomRate, RoomType } from './world.ts';

/*
 * What both kinds of updates share: whom a message is about, which nights, one property and one month for each
 * request, duplicates, and the answer message by message.
 */

/** What a message says of each of its nights. Two of the same key about one night are duplicates. */
export type Write = { readonly key: string; readonly set: (night: Night) => void };
export type Scope = {
  readonly hotel: Hotel;
  readonly room: RoomType;
  /** Null: about the room type itself. */
  readonly rate: RoomRate | null;
};
/** Reads what a message wants. Throws Refused. */
export type ReadWrites = (message: Element, scope: Scope) => Write[];

/** One message that is refused, the others not being touched by it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;
  readonly about: string;

  constructor(problem: Problem, about = '') {
    super(problem.word);
    this.problem = problem;
    this.about = about;
  }
}

type Plan = { readonly scope: Scope; readonly nights: readonly Night[]; readonly writes: readonly Write[] };
type Outcome = {
  readonly locator: string | null;
  plan: Plan | null;
  refused: Refused | null;
  warning: { word: string; status: string } | null;
};

const YEARS_AHEAD = 3;
/** Where dates of an update are looked at from. */
const CENTRAL_EUROPE = 'Europe/Amsterdam';

/** Applies the messages of one request and answers for each. Throws ApiError where the whole request is refused. */
export function applyUpdates(
  host: BookingHost,
  machine: Machine,
  service: string,
  messages: readonly Element[],
  read: ReadWrites,
  fault: BookingFault | null,
): Response {
  if (messages.length > host.settings.maxMessages) {
    throw new ApiError(400, { type: 3, code: 450, word: 'TOO_MANY_MESSAGES' }, String(messages.length));
  }
  const locators = new Set<string>();
  const outcomes = messages.map((message) => outcomeOf(host, machine, message, read, locators));
  const plans = outcomes.flatMap(({ plan }) => plan ?? []);
  refuseMixed(host, plans);
  if (fault?.kind === 'partial_acceptance') {
    outcomes.forEach((outcome, at) => {
      if (outcome.plan && at % 2 === 1) refuse(outcome, new Refused(PROBLEMS.notProcessed));
    });
  }
  const silent = fault?.kind === 'silent_non_application';
  const told = new Set<string>();
  for (const outcome of outcomes) if (outcome.plan) apply(outcome, outcome.plan, told, silent);
  return answer(host, service, outcomes);
}

function outcomeOf(
  host: BookingHost,
  machine: Machine,
  message: Element,
  read: ReadWrites,
  locators: Set<string>,
): Outcome {
  const locator = message.attributes.LocatorID ?? null;
  const outcome: Outcome = { locator, plan: null, refused: null, warning: null };
  try {
    if (locator !== null && locators.has(locator)) throw new Refused(PROBLEMS.value, 'LocatorID comes twice');
    if (locator !== null) locators.add(locator);
    const control = first(message, 'StatusApplicationControl');
    if (!control) throw new Refused(PROBLEMS.missing, 'StatusApplicationControl');
    const scope = scopeOf(host, machine, control);
    const nights = nightsIn(host, control);
    outcome.plan = { scope, nights, writes: read(message, scope) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    outcome.refused = error;
  }
  return outcome;
}

function scopeOf(host: BookingHost, machine: Machine, control: Element): Scope {
  const { InvTypeCode: roomId, RatePlanCode: rateId } = control.attributes;
  if (!roomId) throw new Refused(PROBLEMS.roomMissing);
  const room = host.store.findRoom(roomId);
  const hotel = room && host.store.findHotel(room.hotelId);
  if (!room || !hotel) throw new Refused(PROBLEMS.roomInvalid, roomId);
  if (!isAttached(host, machine, hotel.id)) throw new Refused(PROBLEMS.access, hotel.id);
  if (!rateId) return { hotel, room, rate: null };
  const rate = host.store.roomRate(room.id, rateId);
  if (!rate?.active) throw new Refused(PROBLEMS.rateInvalid, rateId);
  return { hotel, room, rate };
}

/** `End` is the last night. */
function nightsIn(host: BookingHost, control: Element): Night[] {
  const [start, end] = [parseNight(control.attributes.Start ?? ''), parseNight(control.attributes.End ?? '')];
  if (!start || !end) throw new Refused(PROBLEMS.date);
  if (end < start) throw new Refused(PROBLEMS.order);
  const today = todayIn(CENTRAL_EUROPE, host.clock.now());
  if (start < addNights(today, -1)) throw new Refused(PROBLEMS.date, start);
  if (end > addNights(today, YEARS_AHEAD * 365)) throw new Refused(PROBLEMS.date, end);
  return [...nightsOf(nightRange(start, addNights(end, 1)))];
}

function refuseMixed(host: BookingHost, plans: readonly Plan[]): void {
  const [one, another] = new Set(plans.map(({ scope }) => scope.hotel.id));
  if (another) {
    const problem = { type: 3, code: 450, word: 'ONE_PROPERTY_PER_REQUEST' };
    throw new ApiError(400, problem, `${one}, ${another}`);
  }
  const edges = plans.flatMap(({ nights }) => [nights[0] ?? '', nights.at(-1) ?? '']).sort();
  const [least, most] = [parseNight(edges[0] ?? ''), parseNight(edges.at(-1) ?? '')];
  if (!least || !most) return;
  const { month } = host.settings;
  const broken =
    (month === 'calendar' && least.slice(0, 7) !== most.slice(0, 7)) ||
    (month === 'days31' && most > addNights(least, 30));
  if (broken) {
    const problem = { type: 3, code: 450, word: 'ONE_MONTH_PER_REQUEST' };
    throw new ApiError(400, problem, `${least} to ${most}`);
  }
}

function refuse(outcome: Outcome, why: Refused): void {
  outcome.plan = null;
  outcome.refused = why;
}

/** Only the first of two that say the same thing of a night is applied. */
function apply(outcome: Outcome, { scope, nights, writes }: Plan, told: Set<string>, silent: boolean): void {
  let [applied, doubled] = [0, 0];
  for (const { key, set } of writes) {
    for (const night of nights) {
      const about = `${scope.room.id} ${scope.rate?.rateId ?? ''} ${key} ${night}`;
      if (told.has(about)) doubled += 1;
      else {
        told.add(about);
        applied += 1;
        if (!silent) set(night);
      }
    }
  }
  if (doubled === 0) return;
  outcome.warning = { word: 'WARN_DUPLICATE_DATES', status: applied === 0 ? 'NotProcessed' : 'Partial' };
}

/** 200 where at least one message was applied; else 403 where all were about others' hotels, and 400. */
function answer(host: BookingHost, service: string, outcomes: readonly Outcome[]): Response {
  const failed = outcomes.filter(({ refused }) => refused);
  const succeeded = failed.length < outcomes.length;
  const asErrors = !succeeded || (failed.length > 0 && host.settings.partialAs === 'errors');
  const status = succeeded
    ? 200
    : failed.every(({ refused }) => refused?.problem === PROBLEMS.access)
      ? 403
      : 400;
  const name = asErrors ? 'Error' : 'Warning';
  const notes: Xml[] = outcomes.flatMap(({ locator, refused, warning }) => {
    if (refused) {
      const { type, code } = refused.problem;
      const text = shortText(refused.problem, refused.about);
      return [note(name, { type, code, status: 'NotProcessed', text, locator })];
    }
    if (!warning || asErrors) return [];
    return [note('Warning', { type: 11, code: 450, status: warning.status, text: warning.word, locator })];
  });
  const content = asErrors
    ? [el('Errors', {}, notes)]
    : [SUCCESS, ...(notes.length > 0 ? [el('Warnings', {}, notes)] : [])];
  return xmlResponse(otaRoot(host, `${service}RS`, content), status);
}

function note(
  name: string,
  said: { type: number; code: number; status: string; text: string; locator: string | null },
): Xml {
  return el(name, {
    Type: said.type,
    Code: said.code,
    Status: said.status,
    ShortText: said.text,
    RecordID: said.locator,
  });
}

/** The elements at the path. Throws ApiError 400 with the word for their absence. */
export function messagesIn(root: Element, list: string, item: string, word: string): Element[] {
  const found = all(root, list, item);
  if (found.length === 0) throw new ApiError(400, { type: 10, code: 321, word }, '');
  return found;
}
