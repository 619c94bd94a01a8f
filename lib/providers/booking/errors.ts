import type { HttpAnswer } from '#lib/platform/http.ts';
import type { XmlError } from '#lib/platform/xml/errors.ts';
import { ChannelError, type ChannelErrorKind } from '../errors.ts';

/**
 * By status. 401 is the token; 403 is about one property or right ("unknown to, or not attached to this machine account"),
 * so the account as a whole stands: `rejected`.
 */
export function kindOf(status: number): ChannelErrorKind {
  if (status === 401) return 'auth';
  if (status === 404 || status === 410) return 'gone';
  if (status === 408 || status === 425 || status >= 500) return 'transient';
  if (status === 429) return 'limited';
  return status >= 400 ? 'rejected' : 'malformed';
}

const SENTENCES: Record<ChannelErrorKind, string> = {
  auth: 'Booking.com does not accept our access any more',
  limited: 'Booking.com says we asked too often',
  transient: 'Booking.com has an error of its own',
  rejected: 'Booking.com refuses what we asked',
  gone: 'Booking.com does not know what we asked for',
  malformed: 'Booking.com answered with something that cannot be read',
};

/** An answer that is no success, as an error: by its status, or by the kind that its words make it. */
export function refusal(answer: HttpAnswer, kind = kindOf(answer.status)): ChannelError {
  return new ChannelError(kind, `${SENTENCES[kind]} (${answer.status}).${ruidOf(answer)}`, {
    status: answer.status,
    retryAfterSeconds: answer.retryAfterSeconds,
  });
}

/** @param what never a value: a field, or a sentence's end such as "is not XML" */
export function malformed(what: string, status: number | null = null): ChannelError {
  return new ChannelError('malformed', `Booking.com's answer ${what}.`, { status });
}

/** A message that is no XML of ours to read, in the reader's words. */
export function unreadableXml(error: XmlError, status: number | null = null): ChannelError {
  return new ChannelError('malformed', error.message, { status });
}

/** Booking.com's id of a request, which its support asks for: in JSON a field, in XML a comment at the end. */
function ruidOf({ bytes }: HttpAnswer): string {
  const tail = Buffer.from(bytes.subarray(-600)).toString('latin1');
  const ruid = /\bruid\b["\s:>[]{1,8}([\w+/=-]{8,80})/i.exec(tail)?.[1];
  return ruid === undefined ? '' : ` RUID ${ruid}.`;
}
