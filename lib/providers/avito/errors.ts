import type { HttpAnswer } from '#lib/platform/http.ts';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';
import { isPage, wordsOf } from './wire.ts';

/**
 * By status, and where that is not enough by its words. Avito's document says that a call with an expired token answers
 * 403, as does one about somebody else's advert; others have met 401. So a 403 is about the token where it says so, and
 * else about what was asked for. A web page instead of an answer (a firewall, a gateway) says nothing of either.
 */
export function kindOf(answer: HttpAnswer): ChannelErrorKind {
  const { status } = answer;
  if (status === 401) return 'auth';
  if (status === 429) return 'limited';
  if (status === 408 || status === 425 || status >= 500) return 'transient';
  // A redirect of an API leads to a sign-in page or to a notice: there is no answer in it.
  if (status < 400 || isPage(answer)) return 'malformed';
  if (status === 403) return isAboutToken(wordsOf(answer)) ? 'auth' : 'rejected';
  return status === 404 || status === 410 ? 'gone' : 'rejected';
}

const TOKEN = /token|токен/i;
const ENDED =
  /expir|invalid|revok|not[ _-]?(?:valid|found|active)|unknown|исте[кч]|истёк|просроч|недейств|отозв/i;
const OF_RIGHTS = /scope|permission|прав/i;

/** "token_expired", "The access token is invalid", "Срок действия токена истёк"; not "the token lacks the scope". */
function isAboutToken(words: string): boolean {
  return TOKEN.test(words) && ENDED.test(words) && !OF_RIGHTS.test(words);
}

const SENTENCES: Record<ChannelErrorKind, string> = {
  auth: 'Avito does not accept our access any more',
  limited: 'Avito says we asked too often',
  transient: 'Avito has an error of its own',
  rejected: 'Avito refuses what we asked',
  gone: 'Avito does not know what we asked for',
  malformed: 'Avito answered with something that cannot be read',
};

/** An answer that is no success, as an error. Its body is not quoted: it may repeat what we sent. */
export function refusal(answer: HttpAnswer, kind = kindOf(answer)): ChannelError {
  return new ChannelError(kind, `${SENTENCES[kind]} (${answer.status}).`, {
    status: answer.status,
    retryAfterSeconds: answer.retryAfterSeconds,
  });
}

/** @param what never a value: a field, or a sentence's end such as "is not JSON" */
export function malformed(what: string, status: number | null = null): ChannelError {
  return new ChannelError('malformed', `Avito's answer ${what}.`, { status });
}
