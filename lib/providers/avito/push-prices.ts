import type { HttpAnswer } from '#lib/platform/http.ts';
import { ChannelError } from '../errors.ts';
import type { PushOutcome } from '../push-contract.ts';
import { postPrices } from './client.ts';
import { each, outcomesOf, type Telling, type Told, wordsOf } from './push-answer.ts';
import type { PushRecord } from './push-plan.ts';
import { pricesBody, refusalOf, verdictOf } from './push-wire.ts';

const NOT_TOLD = 'Avito refused it together with others. It is told by itself the next time.';
/** Finds one bad price of a year; where many are bad, what is left is told the next time. */
const CALLS_MOST = 20;

/** Prices and shortest stays of the periods named. What cannot be told is refused without a word to Avito. */
export async function sendPrices(telling: Telling): Promise<Told> {
  const refused = telling.records.flatMap((record): PushOutcome[] => {
    const why = refusalOf(record);
    return why ? [{ recordId: record.recordId, outcome: 'refused', ...why }] : [];
  });
  const records = telling.records.filter((record) => refusalOf(record) === null);
  if (records.length === 0) return { outcomes: refused, ...wordsOf([pricesBody(telling.records)], []) };
  const said: Said = { requests: [], answers: [], left: CALLS_MOST };
  const outcomes = await tell(telling, records, said);
  return { outcomes: [...refused, ...outcomes], ...wordsOf(said.requests, said.answers) };
}

/** Shared by all halves: what went out and came back, and calls that may still be made. */
type Said = { readonly requests: string[]; readonly answers: HttpAnswer[]; left: number };

/**
 * A call that is refused as a whole (400, 422) need not say which period was wrong: it is told again by halves, so that
 * one bad price does not keep the good ones back. Telling a price twice is telling it once.
 * @throws ChannelError where no answer can be believed
 */
async function tell(telling: Telling, records: readonly PushRecord[], said: Said): Promise<PushOutcome[]> {
  said.left -= 1;
  const body = pricesBody(records);
  said.requests.push(body);
  const answer = await postPrices(telling.reach, telling.access, telling.itemId, body);
  said.answers.push(answer);
  const verdict = verdictOf(answer);
  const isRefused = typeof verdict === 'object';
  if (!isRefused || records.length === 1) return outcomesOf(records, verdict);
  const middle = Math.ceil(records.length / 2);
  const first = await half(records.slice(0, middle));
  return [...first, ...(await half(records.slice(middle)))];

  async function half(part: readonly PushRecord[]): Promise<PushOutcome[]> {
    if (said.left <= 0) return each(part, 'failed', 'not_told', NOT_TOLD);
    try {
      return await tell(telling, part, said);
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      if (error.kind === 'limited' || error.kind === 'auth') said.left = 0;
      return each(part, 'failed', error.kind, error.message);
    }
  }
}
