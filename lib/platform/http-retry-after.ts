import type { Clock } from '#lib/kernel/clock.ts';

const LONGEST_SECONDS = 86_400;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads Retry-After (RFC 9110 10.2.3): seconds, or a date.
 * @returns whole seconds from now, 0 for the past, at most a day; null where absent or unreadable
 */
export function retryAfterSeconds(header: string | undefined, clock: Clock): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS);
  if (!HTTP_DATE.test(text)) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  const seconds = Math.ceil((at - clock.now().epochMilliseconds) / 1000);
  return Math.min(Math.max(seconds, 0), LONGEST_SECONDS);
}
