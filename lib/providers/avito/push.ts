import { intersection, type NightRange, union } from '#lib/kernel/nights.ts';
import type { HttpAnswer } from '#lib/platform/http.ts';
import type { Access } from '../access-contract.ts';
import type { FeedReader } from '../feed-contract.ts';
import {
  type PushAnswer,
  type PushCall,
  type PushOutcome,
  type PushPort,
  TAKEN_THERE,
} from '../push-contract.ts';
import { checkedItem, postBookings, postIntervals, type Reach } from './client.ts';
import { bytesOf, each, outcomesOf, type Telling, type Told, wordsOf } from './push-answer.ts';
import { flawOf, type PushRecord, planPush, UNITS_MAX, YEAR_NIGHTS } from './push-plan.ts';
import { sendPrices } from './push-prices.ts';
import { readNights } from './push-read.ts';
import {
  ahead,
  closingsBody,
  intervalsBody,
  PRICE_STEP,
  takenOf,
  type Verdict,
  verdictOf,
  without,
} from './push-wire.ts';
import { todayAtAvito } from './today.ts';

/** Of the account's calls what is left to pushes: asking for bookings comes first. */
const SHARE = 0.4;

/**
 * Prices and availability out, by three calls; back by the calendar that Avito publishes of each advert.
 * @param reach.feeds reads such a calendar
 */
export function avitoPush(reach: Reach & { readonly feeds: FeedReader }, perSecond: number): PushPort {
  return {
    says: 'whole',
    fields: ['units', 'priceMinor', 'minStay'],
    // No field of a period is documented as required; a period without its price may be refused all the same.
    together: ['priceMinor', 'minStay'],
    maxUnits: UNITS_MAX,
    horizonNights: YEAR_NIGHTS,
    readNights: YEAR_NIGHTS,
    priceStep: () => PRICE_STEP,
    perMinute: Math.max(1, Math.floor(perSecond * 60 * SHARE)),
    plan: planPush,
    send: (access, call, now) => send(reach, access, call, now),
    read: (access, request) => readNights(reach, access, request),
  };
}

const NOTHING = new Uint8Array(0);

/**
 * Twice is once: each call says what a night is to be. What is over at Avito cannot be told any more, nor sold: it counts
 * as done.
 */
async function send(
  reach: Reach,
  access: Access,
  call: PushCall,
  now: Temporal.Instant,
): Promise<PushAnswer> {
  const flaw = flawOf(call);
  if (flaw !== null)
    return unsent(call, each(call.records, 'refused', 'not_sound', `Not told to Avito: ${flaw}.`));
  const today = todayAtAvito(now);
  const records = call.records.flatMap((record) => ahead(record, today) ?? []);
  const over = call.records.filter((one) => !records.some(({ recordId }) => recordId === one.recordId));
  if (records.length === 0) return unsent(call, each(over, 'accepted'));
  const itemId = checkedItem(records[0]?.listing.externalId ?? '');
  const telling: Telling = { reach, access, itemId, records };
  const told = await (call.kind === 'rates'
    ? sendPrices(telling)
    : records[0]?.set.units === 0
      ? sendClosings(telling)
      : sendOpenings(telling));
  return { ...told, outcomes: [...told.outcomes, ...each(over, 'accepted')], warnings: [] };
}

function unsent(call: PushCall, outcomes: readonly PushOutcome[]): PushAnswer {
  return { outcomes, warnings: [], request: bytesOf(JSON.stringify(call)), response: NOTHING };
}

const TAKEN = 'A guest of Avito’s own has paid for some of these nights.';

/**
 * All that is closed. A paid booking of Avito's own in any of it is refused with all (409) and nothing is done: where the
 * answer names it, the same is said once more without its nights. Dying between the two leaves things as they were.
 */
async function sendClosings({ reach, access, itemId, records }: Telling): Promise<Told> {
  const nights = union(records);
  const body = closingsBody(nights);
  const first = await postBookings(reach, access, itemId, body);
  if (first.status !== 409) return settled(records, verdictOf(first), [body], [first]);
  const taken = takenOf(first, nights);
  const rest = without(nights, taken);
  if (taken.length === 0 || rest.length === 0) return takenThere(records, [body], [first]);
  const less = closingsBody(rest);
  const second = await postBookings(reach, access, itemId, less);
  if (second.status === 409) return takenThere(records, [body, less], [first, second]);
  return settled(records, verdictOf(second), [body, less], [first, second], taken);
}

/** All that is open, which closes everything else of a year: never empty, since `flawOf` lets no such call through. */
async function sendOpenings({ reach, access, itemId, records }: Telling): Promise<Told> {
  const body = intervalsBody(itemId, records);
  const answer = await postIntervals(reach, access, body);
  if (answer.status === 409) return takenThere(records, [body], [answer]);
  return settled(records, verdictOf(answer), [body], [answer]);
}

function settled(
  records: readonly PushRecord[],
  verdict: Verdict,
  requests: readonly string[],
  answers: readonly HttpAnswer[],
  taken: readonly NightRange[] = [],
): Told {
  const outcomes = outcomesOf(records, verdict).map((outcome, at): PushOutcome => {
    const record = records[at];
    const notDone = taken.flatMap((range) => (record ? (intersection(record, range) ?? []) : []));
    if (outcome.outcome !== 'accepted' || notDone.length === 0) return outcome;
    return { ...outcome, message: TAKEN, notDone };
  });
  return { outcomes, ...wordsOf(requests, answers) };
}

function takenThere(
  records: readonly PushRecord[],
  requests: readonly string[],
  answers: readonly HttpAnswer[],
): Told {
  return { outcomes: each(records, 'failed', TAKEN_THERE, TAKEN), ...wordsOf(requests, answers) };
}
