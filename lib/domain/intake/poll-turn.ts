import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { Channel } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { getAccess } from '../connections/with-access.ts';
import type { Ctx } from '../ctx.ts';
import { type Claim, type ClaimedListing, type Settled, settleListings } from './claim-listings.ts';
import { type Asking, pollListing } from './poll-listing.ts';
import {
  intervalMs,
  latenessMs,
  nextDue,
  type Pace,
  retryMs,
  type Slowed,
  shareNow,
  slower,
  spacingMs,
  TURN_SECONDS,
} from './poll-listings-rules.ts';

/** At once; more than a few are no poll but a burst. */
const WIDTH = 3;
/** Well within a claim: what hangs longer is broken off. */
const HANG_MS = 60_000;
const AFTER_TROUBLE_SECONDS = 30;

type Failure = { readonly code: string; readonly said: string; readonly isAway: boolean };
type Asked = {
  readonly row: ClaimedListing;
  readonly startedAt: Temporal.Instant;
  /** unasked: the channel said "too many", or not to us any more. */
  readonly outcome: 'well' | 'unasked' | Failure;
};

type TurnOf = {
  readonly ctx: Ctx;
  readonly connectionId: string;
  readonly claim: Claim;
  readonly channel: Channel;
  readonly pace: Pace;
  readonly pause: (ms: number) => Promise<unknown>;
};

/** One turn of asking for the listings that were claimed: `run`, then `settle`. */
export class PollTurn {
  readonly #ctx: Ctx;
  readonly #connectionId: string;
  readonly #claim: Claim;
  readonly #channel: Channel;
  readonly #pace: Pace;
  readonly #pause: (ms: number) => Promise<unknown>;
  readonly #asked: Asked[] = [];
  #slowed: Slowed;
  #lastStart: Temporal.Instant | null = null;
  #resumesAt: Temporal.Instant | null = null;
  /** A person has to connect the account again, or it is gone. */
  hasEnded = false;

  constructor({ ctx, connectionId, claim, channel, pace, pause }: TurnOf) {
    this.#ctx = ctx;
    this.#connectionId = connectionId;
    this.#claim = claim;
    this.#channel = channel;
    this.#pace = pace;
    this.#pause = pause;
    this.#slowed = claim.slowed;
  }

  async run(): Promise<void> {
    const asking = await this.#access();
    if (!asking) return;
    const { clock } = this.#ctx;
    const until = clock.now().add({ seconds: TURN_SECONDS });
    const going = new Set<Promise<void>>();
    for (const row of this.#claim.rows) {
      await this.#waitForTurn();
      if (going.size >= WIDTH) await Promise.race(going);
      if (this.#isOver(until)) break;
      this.#lastStart = clock.now();
      const one: Promise<void> = this.#ask(asking, row, this.#lastStart).finally(() => going.delete(one));
      going.add(one);
    }
    await Promise.all(going);
  }

  /** The token, once for all of them. */
  async #access(): Promise<Asking | null> {
    const { id: provider, reservations: port } = this.#channel.provider;
    try {
      const signal = AbortSignal.timeout(HANG_MS);
      const { access } = await getAccess(this.#ctx, this.#connectionId, { signal });
      const connection = { id: this.#connectionId, provider };
      return { connection, port, access, until: this.#claim.until };
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      if (error.kind === 'auth' || error.kind === 'gone') this.hasEnded = true;
      else this.#rest(error.retryAfterSeconds ?? AFTER_TROUBLE_SECONDS);
      return null;
    }
  }

  async #waitForTurn(): Promise<void> {
    if (!this.#lastStart) return;
    const { clock } = this.#ctx;
    const wait = this.#nextStart(this.#lastStart).epochMilliseconds - clock.now().epochMilliseconds;
    if (wait > 0) await this.#pause(wait);
  }

  #nextStart(last: Temporal.Instant): Temporal.Instant {
    const share = shareNow(this.#slowed, this.#ctx.clock.now());
    return last.add({ milliseconds: spacingMs(this.#pace, share) });
  }

  #isOver(until: Temporal.Instant): boolean {
    const hasStarted = this.#lastStart !== null;
    const isLate = Temporal.Instant.compare(this.#ctx.clock.now(), until) >= 0;
    return this.hasEnded || this.#resumesAt !== null || (hasStarted && isLate);
  }

  async #ask(asking: Asking, row: ClaimedListing, startedAt: Temporal.Instant): Promise<void> {
    const outcome = await pollListing(this.#ctx, asking, row).then(
      () => 'well' as const,
      (error: unknown) => this.#judge(error, row),
    );
    this.#asked.push({ row, startedAt, outcome });
  }

  async #judge(error: unknown, row: ClaimedListing): Promise<Asked['outcome']> {
    const { listingId } = row;
    if (isHang(error)) return { code: 'transient', said: 'The channel did not answer.', isAway: true };
    if (!(error instanceof ChannelError)) {
      // One that we cannot take in keeps no other from being asked. Where the database is away settling says so.
      this.#ctx.log.error({ err: error, listingId }, 'the bookings of a listing could not be taken in');
      return { code: 'failed', said: 'Something failed on our side.', isAway: true };
    }
    const { kind, message, status } = error;
    if (kind === 'auth') {
      this.hasEnded = true;
      return 'unasked';
    }
    if (kind === 'limited') {
      await this.#slowDown(error.retryAfterSeconds);
      return 'unasked';
    }
    this.#ctx.log.warn({ listingId, kind, status }, 'a listing could not be asked for its bookings');
    return { code: kind, said: message.slice(0, 500), isAway: kind === 'transient' };
  }

  /** Several of those under way may be told so: it is one "too many". */
  async #slowDown(retryAfterSeconds: number | null): Promise<void> {
    if (this.#resumesAt !== null) return;
    const { clock, db, org } = this.#ctx;
    const slowed = slower(this.#slowed, clock.now(), retryAfterSeconds);
    this.#slowed = slowed;
    this.#rest(retryAfterSeconds ?? 0);
    await db
      .update(connections)
      .set({ pollPace: slowed })
      .where(and(eq(connections.orgId, org), eq(connections.id, this.#connectionId)));
  }

  #rest(seconds: number): void {
    this.#resumesAt = this.#ctx.clock.now().add({ seconds });
  }

  /** What the next turn has to wait for, whatever is due. */
  notBefore(): Temporal.Instant[] {
    const last = this.#lastStart;
    const notBefore = this.#slowed?.notBefore;
    return [
      last && this.#nextStart(last),
      this.#resumesAt,
      notBefore ? Temporal.Instant.from(notBefore) : null,
    ].filter((one) => one !== null);
  }

  /** Writes down what became of all that were claimed. @returns when the account's next listing is due */
  settle(): Promise<Temporal.Instant | null> {
    const now = this.#ctx.clock.now();
    const interval = intervalMs(this.#claim.listings, this.#pace, shareNow(this.#slowed, now));
    const asked = new Map(this.#asked.map((one) => [one.row.listingId, one]));
    const settled = this.#claim.rows.map((row) => settledOf(row, asked.get(row.listingId), interval, now));
    return settleListings(this.#ctx, this.#connectionId, this.#claim.until, settled);
  }
}

const isHang = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

function settledOf(
  row: ClaimedListing,
  asked: Asked | undefined,
  interval: number,
  now: Temporal.Instant,
): Settled {
  const { listingId, heldDue, dueAt, failures } = row;
  const base = { listingId, heldDue, intervalMs: interval, polledAt: null, code: null, said: null };
  if (!asked || asked.outcome === 'unasked')
    return { ...base, dueAt: dueAt.toString(), failures, lateMs: null };
  const { outcome, startedAt } = asked;
  const lateMs = Math.min(latenessMs({ dueAt, startedAt }), 2_000_000_000);
  if (outcome === 'well') {
    const next = nextDue({ dueAt, startedAt }, interval);
    return { ...base, dueAt: next.toString(), failures: 0, lateMs, polledAt: now.toString() };
  }
  const wait = retryMs(failures + 1, interval, outcome.isAway);
  const next = startedAt.add({ milliseconds: wait });
  const { code, said } = outcome;
  return { ...base, dueAt: next.toString(), failures: failures + 1, lateMs, code, said };
}
