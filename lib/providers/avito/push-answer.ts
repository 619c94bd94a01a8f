import type { HttpAnswer } from '#lib/platform/http.ts';
import type { Access } from '../access-contract.ts';
import type { PushAnswer, PushOutcome } from '../push-contract.ts';
import type { Reach } from './client.ts';
import type { PushRecord } from './push-plan.ts';
import type { Verdict } from './push-wire.ts';

/* What a call is answered with, as the contract has it. */

/** One call's records, of one advert, none of them over. */
export type Telling = {
  readonly reach: Reach;
  readonly access: Access;
  readonly itemId: string;
  readonly records: readonly PushRecord[];
};

export type Told = Pick<PushAnswer, 'outcomes' | 'request' | 'response'>;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The same outcome for each of some records. */
export function each(
  records: readonly PushRecord[],
  outcome: PushOutcome['outcome'],
  code: string | null = null,
  message: string | null = null,
): PushOutcome[] {
  return records.map(({ recordId }) => ({ recordId, outcome, code, message }));
}

const UNCLEAR = 'Avito’s answer does not show that this was done.';

/** A verdict on a whole call, as that of each of its records. */
export function outcomesOf(records: readonly PushRecord[], verdict: Verdict): PushOutcome[] {
  if (verdict === 'done') return each(records, 'accepted');
  if (verdict === 'unclear') return each(records, 'failed', 'unclear', UNCLEAR);
  return each(records, 'refused', 'rejected', verdict.refused);
}

/** What was said and answered, one after the other. */
export function wordsOf(requests: readonly string[], answers: readonly HttpAnswer[]) {
  const parts = answers.flatMap(({ bytes }, at) => (at === 0 ? [bytes] : [bytesOf('\n'), bytes]));
  return { request: bytesOf(requests.join('\n')), response: Buffer.concat(parts) };
}
