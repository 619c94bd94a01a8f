/**
 * Slows down guessing. Counted in this process's memory and per process: a restart forgets, which a guesser cannot
 * cause. An attempt is counted before it is looked at, so many at once do not slip past together.
 */
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { normaliseEmail } from '#lib/domain/people/rules.ts';
import { AppError } from '#lib/kernel/errors.ts';

const WINDOW_SECONDS = 15 * 60;
const LIMITS = {
  /** Wrong passwords for one address from one place. */
  account: 10,
  /** Wrong passwords, used-up or unknown invitations from one place, whoever they are for. */
  place: 60,
  /** Sign-ups from one place, made or refused: each costs a password hash. */
  signUp: 30,
  /** Test messages that one person sends themselves. */
  test: 10,
} as const;

type Limiters = Record<keyof typeof LIMITS, RateLimiterMemory>;
// Next builds each entry as a module graph of its own: the counts are one for all of them.
const holder: { latchkeyThrottle?: Limiters } = globalThis as { latchkeyThrottle?: Limiters };

function limiters(): Limiters {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_SECONDS });
  holder.latchkeyThrottle ??= {
    account: limiter(LIMITS.account),
    place: limiter(LIMITS.place),
    signUp: limiter(LIMITS.signUp),
    test: limiter(LIMITS.test),
  };
  return holder.latchkeyThrottle;
}

/** The sender's address. Our own server deletes what clients send under this name and writes the socket's address. */
export function clientIp(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}

/** One place: an IPv4 address, or the /64 that one IPv6 subscriber has to themselves. */
export function placeOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip.slice(0, 64);
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return address.toByteArray().slice(0, 8).join('.');
}

/**
 * Counts an attempt to prove an account. Call the answer's `succeeded` after a right password: then the attempt was none.
 * @throws AppError too_many_requests
 */
export async function countAttempt(ip: string, email: string): Promise<{ succeeded: () => Promise<void> }> {
  const { account, place } = limiters();
  const where = placeOf(ip);
  const key = `${where} ${normaliseEmail(email.slice(0, 320))}`;
  await consume(place, where); // first, so that one place cannot fill the memory with made-up addresses
  await consume(account, key);
  return {
    succeeded: async () => {
      await Promise.all([account.delete(key), place.reward(where)]);
    },
  };
}

/** @throws AppError too_many_requests */
export async function countSignUp(ip: string): Promise<void> {
  await consume(limiters().signUp, placeOf(ip));
}

/** @throws AppError too_many_requests */
export async function countTest(personId: string): Promise<void> {
  await consume(limiters().test, personId);
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError(
      'too_many_requests',
      'Too many attempts from here. Nothing was checked; wait and try again.',
      {
        retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
      },
    );
  }
}
