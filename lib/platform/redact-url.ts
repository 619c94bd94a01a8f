/*
 * Feed addresses are bearer secrets: whoever has one reads the calendar. What is shown or logged keeps the host and the
 * shape of the path, so that a person still recognises which calendar is meant.
 */

const HIDDEN = 'redacted';

/**
 * The address without what could open it: no credentials, no fragment, no query values, no secret-looking part of the path.
 * @example redactUrl('https://www.airbnb.com/calendar/ical/123.ics?s=0a1b') // 'https://www.airbnb.com/calendar/ical/123.ics?s=redacted'
 */
export function redactUrl(address: string | URL): string {
  const text = String(address);
  if (!URL.canParse(text)) return '[unreadable address]';
  const url = new URL(text);
  if (!/^(https?|webcal):$/.test(url.protocol)) return `${url.protocol}${HIDDEN}`;
  const path = url.pathname.split('/').map(redactSegment).join('/');
  const names = [...new URLSearchParams(url.search).keys()].map(
    (name) => `${encodeURIComponent(redactName(name))}=${HIDDEN}`,
  );
  return `${url.protocol}//${url.host}${path}${names.length > 0 ? `?${names.join('&')}` : ''}`;
}

/** A query without `=` is all name: `?0a1b2c…` may itself be the secret. */
function redactName(name: string): string {
  return looksSecret(name) ? HIDDEN : name;
}

/** Google: `private-<hex>`; Vrbo, Expedia, Sutochno: `<hex>.ics`; a calendar named by its owner's mail address. */
function redactSegment(segment: string): string {
  if (/^private-/i.test(segment)) return `private-${HIDDEN}`;
  if (/@|%40/i.test(segment)) return HIDDEN;
  const extension = /\.[a-z]{2,4}$/i.exec(segment)?.[0] ?? '';
  const stem = segment.slice(0, segment.length - extension.length);
  return looksSecret(stem) ? `${HIDDEN}${extension}` : segment;
}

/** Long and random: hex of 16 and more, or letters mixed with digits of 20 and more. A number alone is a listing's. */
function looksSecret(part: string): boolean {
  if (/^\d+$/.test(part)) return false;
  if (/^[0-9a-f-]{16,}$/i.test(part) && /\d/.test(part)) return true;
  return part.length >= 20 && /\d/.test(part) && /[a-z]/i.test(part) && !isOwnId(part);
}

/** Ids of ours are names, never secrets, and without them a log line says nothing. */
function isOwnId(part: string): boolean {
  return /^[a-z]{3}_[0-9a-hj-km-np-tv-z]{24}$/.test(part);
}
