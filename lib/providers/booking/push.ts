import { document } from '#lib/platform/xml/write.ts';
import type { Access } from '../access-contract.ts';
import type { PushAnswer, PushCall, PushOutcome, PushPort } from '../push-contract.ts';
import { callXml, isSuccess, type Reach, readAnswer, urlOf } from './client.ts';
import { kindOf, refusal } from './errors.ts';
import { readPushAnswer } from './push-answer.ts';
import { availRequest, type PushRecord, rateRequest, refusalOf, UNITS_MAX } from './push-messages.ts';
import { planPush } from './push-plan.ts';
import { READ_NIGHTS, readNights } from './push-read.ts';

/** Booking.com asks for twelve months at least; a month more is what a calendar of twelve touches. */
const HORIZON_NIGHTS = 395;

export function bookingPush(reach: Reach, perMinute: number): PushPort {
  return {
    says: 'changes',
    fields: ['units', 'priceMinor', 'minStay', 'maxStay', 'closedToArrival', 'closedToDeparture'],
    maxUnits: UNITS_MAX,
    horizonNights: HORIZON_NIGHTS,
    priceStep: () => 1,
    readNights: READ_NIGHTS,
    perMinute,
    plan: planPush,
    send: (access, call, now) => send(reach, access, call, now),
    read: (access, request) => readNights(reach, access, request),
  };
}

const NOTHING = new Uint8Array(0);

/** Twice is once: each message says what a night is to be, not what changes. */
async function send(
  reach: Reach,
  access: Access,
  { kind, records }: PushCall,
  now: Temporal.Instant,
): Promise<PushAnswer> {
  const refused = records.flatMap((record) => refusedHere(record));
  const telling = records.filter((record) => refusalOf(record) === null);
  if (telling.length === 0) return { outcomes: refused, warnings: [], request: NOTHING, response: NOTHING };
  const request = document(kind === 'rates' ? rateRequest(telling, now) : availRequest(telling, now));
  const path = kind === 'rates' ? 'OTA_HotelRateAmountNotif' : 'OTA_HotelAvailNotif';
  const answer = await callXml(reach, access, {
    url: urlOf(reach.supplyUrl, `/hotels/ota/${path}`),
    body: request,
    headers: { 'accept-version': '1.1' },
  });
  // 400 and 403 carry a word for each record; of others nothing can be believed.
  const isTold = isSuccess(answer) || kindOf(answer.status) === 'rejected';
  if (!isTold) throw refusal(answer);
  const { root, bytes } = readAnswer(answer);
  if (root.name !== `${path}RS`)
    throw refusal(answer, isSuccess(answer) ? 'malformed' : kindOf(answer.status));
  const { outcomes, warnings } = readPushAnswer(root, telling, answer.status);
  return { outcomes: [...outcomes, ...refused], warnings, request, response: bytes };
}

function refusedHere(record: PushRecord): PushOutcome[] {
  const why = refusalOf(record);
  return why === null ? [] : [{ recordId: record.recordId, outcome: 'refused', ...why }];
}
