import { OutboundError } from '#lib/platform/http-errors.ts';
import { ChannelError } from './errors.ts';

/** What kept us from a whole answer, as an error of the channel; anything else, such as the caller's abort, as it is. */
export function noAnswer(thrown: unknown): unknown {
  if (!(thrown instanceof OutboundError)) return thrown;
  const isUnreadable = ['too_large', 'encoding', 'bad_answer'].includes(thrown.code);
  return new ChannelError(isUnreadable ? 'malformed' : 'transient', thrown.message, { cause: thrown });
}
