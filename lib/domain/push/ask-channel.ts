import { ChannelError } from '#lib/providers/errors.ts';
import type { PushAnswer, PushCall } from '#lib/providers/push-contract.ts';
import { withAccess } from '../connections/with-access.ts';
import type { Ctx } from '../ctx.ts';
import { afterAnswer, afterFailure, afterLimited } from './flow-rules.ts';
import type { DeliveryOutcome } from './settle-answer.ts';
import { cutNotDone, type Told, type Verdict } from './told-rules.ts';
import { jitter, type Turn } from './turn.ts';
import { saidOfAll } from './whole-call.ts';

/** Sent or tried, without an answer to believe. `isOver`: the channel is to be left alone until then. */
export type FailedCall = {
  readonly kind: 'failed';
  readonly until: Temporal.Instant;
  readonly isOver: boolean;
  readonly code: string;
  readonly message: string;
};

export type Asked = {
  readonly told: Told;
  readonly error: string | null;
  readonly request: Uint8Array | null;
  readonly response: Uint8Array | null;
  readonly stop: FailedCall | null;
};

/** Makes one call, with the account's limit as it stands after it. @throws what is no answer of the channel's */
export async function askChannel(ctx: Ctx, turn: Turn, call: PushCall): Promise<Asked> {
  let answer: PushAnswer;
  let isOut = false;
  try {
    answer = await withAccess(ctx, turn.connection.id, (access) => {
      isOut = true;
      return turn.port.send(access, call, ctx.clock.now());
    });
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return failedOf(ctx, turn, call, { error, isOut });
  }
  turn.flow = afterAnswer(turn.flow);
  const { request, response, warnings } = answer;
  const error = warnings.length > 0 ? warnings.join(' ').slice(0, 500) : null;
  return { told: cutNotDone(call.records, answer.outcomes), error, request, response, stop: null };
}

/** Of a delivery, by what was said of its records. */
export function outcomeOf({ records, verdicts }: Told): DeliveryOutcome {
  const outcomes = new Set(records.map((record) => verdicts.get(record.recordId)?.outcome ?? 'unclear'));
  if (outcomes.size > 1) return 'partial';
  const [only] = outcomes;
  return only === undefined || only === 'untouched' ? 'failed' : only;
}

/**
 * Where there is no answer to believe: what may have been done is unclear, and what surely was not is as it was.
 * @param isOut whether it went out at all: without access to the account the channel has refused nothing
 */
function failedOf(
  ctx: Ctx,
  turn: Turn,
  call: PushCall,
  { error, isOut }: { readonly error: ChannelError; readonly isOut: boolean },
): Asked {
  const now = ctx.clock.now();
  const { kind, retryAfterSeconds } = error;
  const message = error.message.slice(0, 500);
  const all = (outcome: Verdict['outcome']) => saidOfAll(call.records, { outcome, code: kind, message });
  const plain = { error: message, request: null, response: null };
  if (isOut && (kind === 'rejected' || kind === 'gone')) {
    turn.flow = afterAnswer(turn.flow);
    return { ...plain, told: all('refused'), stop: null };
  }
  const flow =
    kind === 'limited'
      ? afterLimited(turn.flow, now, retryAfterSeconds)
      : afterFailure(turn.flow, now, jitter(), retryAfterSeconds);
  const until = Temporal.Instant.from(flow.notBefore);
  // One failure may be this listing's own; the second in a row is the channel's.
  const isOver = !isOut || kind === 'limited' || kind === 'auth' || (flow.failures ?? 0) >= 2;
  turn.flow = flow;
  const stop = { kind: 'failed', until, isOver, code: kind, message } as const;
  const isUntouched = !isOut || kind === 'limited' || kind === 'auth';
  return { ...plain, told: all(isUntouched ? 'untouched' : 'unclear'), stop };
}
