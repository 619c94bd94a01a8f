import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientIp, placeOf } from '#lib/auth/throttle.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { findShare, noteOpened } from '#lib/domain/turnovers/find-share.ts';
import { listTurnovers } from '#lib/domain/turnovers/list-turnovers.ts';
import { chooseLocale } from '../choose-locale.ts';
import { busyPage, failedPage, gonePage, turnoversPage } from './page.ts';
import { STYLE } from './style.ts';
import { type Words, wordsIn } from './words.ts';

/** In a minute: wrong links from one place, and openings of one right link, which are dearer than a feed's. */
const LIMITS = { wrong: 60, opened: 60 } as const;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/**
 * The address is a secret: no index, no referrer, no copy anywhere. Nothing is loaded from anywhere, and no script runs; the
 * one style sheet is the one written here.
 */
const GUARDED = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: 'Accept-Language',
} as const;

/**
 * Answers whoever opens a cleaner's link: a week of comings and goings, in the language that the browser asks for. Every
 * link that does not open gets one and the same page. Reading twice at once is reading twice; dying half-way shows nothing.
 */
export async function serveTurnovers(deps: Deps, request: Request, token: string): Promise<Response> {
  const words = await wordsIn(chooseLocale(undefined, request.headers.get('accept-language')));
  const more: Record<string, string> = deps.appUrl.startsWith('https:')
    ? { 'strict-transport-security': 'max-age=31536000' }
    : {};
  const answer = (status: number, page: string, extra: Record<string, string> = {}) =>
    new Response(request.method === 'HEAD' ? null : page, {
      status,
      headers: { ...GUARDED, ...more, 'content-language': words.locale, ...extra },
    });
  const share = await findShare(deps, token);
  const limited = share
    ? await secondsToWait('opened', share.id)
    : await secondsToWait('wrong', placeOf(clientIp(request.headers)));
  if (limited !== null) return answer(429, busyPage(words), { 'retry-after': String(limited) });
  if (!share) return answer(404, gonePage(words));
  const [properties] = await Promise.all([listTurnovers(share), noteOpened(share)]);
  return answer(200, turnoversPage(shownOf(deps, share, properties), words));
}

function shownOf(
  deps: Deps,
  { organization, name }: { organization: string; name: string },
  properties: Awaited<ReturnType<typeof listTurnovers>>,
): Parameters<typeof turnoversPage>[0] {
  return { organization, name, at: deps.clock.now(), properties };
}

/** Words for what failed on the way: the same calm page, and a status that says to come again. */
export async function failedTurnovers(request: Request): Promise<Response> {
  const words: Words = await wordsIn(chooseLocale(undefined, request.headers.get('accept-language')));
  return new Response(failedPage(words), { status: 503, headers: { ...GUARDED, 'retry-after': '60' } });
}

type Limiters = Record<keyof typeof LIMITS, RateLimiterMemory>;
const holder: { latchkeyTurnovers?: Limiters } = globalThis as { latchkeyTurnovers?: Limiters }; // each Next entry is a module graph of its own

/** @returns null where it may go on */
async function secondsToWait(which: keyof typeof LIMITS, key: string): Promise<number | null> {
  holder.latchkeyTurnovers ??= {
    wrong: new RateLimiterMemory({ points: LIMITS.wrong, duration: 60 }),
    opened: new RateLimiterMemory({ points: LIMITS.opened, duration: 60 }),
  };
  try {
    await holder.latchkeyTurnovers[which].consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  }
}
