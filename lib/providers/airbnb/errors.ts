import type { HttpAnswer } from '#lib/platform/http.ts';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';

/** By status; 404 and 410 are `gone`, other 3xx and 4xx `rejected` or `malformed`, 5xx `transient`. */
function kindOf(status: number): ChannelErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404 || status === 410) return 'gone';
  if (status === 408 || status === 425 || status >= 500) return 'transient';
  if (status === 429) return 'limited';
  // A redirect of an API leads to a sign-in page or to a notice: there is no answer in it.
  return status >= 400 ? 'rejected' : 'malformed';
}

const SENTENCES: Record<ChannelErrorKind, string> = {
  auth: 'Airbnb does not accept our access any more',
  limited: 'Airbnb says we asked too often',
  transient: 'Airbnb has an error of its own',
  rejected: 'Airbnb refuses what we asked',
  gone: 'Airbnb does not know what we asked for',
  malformed: 'Airbnb answered with something that cannot be read',
};

/** An answer that is no success, as an error. Its body is not quoted: it may repeat what we sent. */
export function refusal(answer: HttpAnswer, kind = kindOf(answer.status)): ChannelError {
  return new ChannelError(kind, `${SENTENCES[kind]} (${answer.status}).`, {
    status: answer.status,
    retryAfterSeconds: answer.retryAfterSeconds,
  });
}

/** @param what never a value: a field, or a sentence's end such as "is not JSON" */
export function malformed(what: string, status: number | null = null): ChannelError {
  return new ChannelError('malformed', `Airbnb's answer ${what}.`, { status });
}
