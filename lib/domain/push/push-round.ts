import { backoffMs } from '#lib/kernel/backoff.ts';
import { nightsBetween } from '#lib/kernel/nights.ts';
import type { PushCall } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';
import { cleanStates, failStates } from './clean-states.ts';
import { listingKey } from './permit-rules.ts';
import { type PlannedCalls, planCalls } from './plan-calls.ts';
import { pullBefore } from './pull-before.ts';
import { type Grid, readGrids } from './read-grid.ts';
import { dirtyStretch, type Stretch, type Target } from './read-targets.ts';
import { type SentCall, sendCall } from './send-call.ts';
import { jitter, type Turn } from './turn.ts';

export type Round =
  /** All was told, or something was marked meanwhile: what is dirty now says which. */
  | { readonly kind: 'over' }
  | { readonly kind: 'stop'; readonly until: Temporal.Instant; readonly reason: string };

/** What is read at once. Some 40 MB at most. */
const NIGHTS_MAX = 30_000;
/** Calls of one account under way at once. */
const AT_ONCE = 4;
/** What the channel has sold was taken in at most so long ago when nights are opened. */
const FRESH_SECONDS = 60;
const RETRY = { baseMs: 15_000, maxMs: 15 * 60_000 };

type Loaded = { readonly grids: readonly Grid[]; readonly planned: PlannedCalls };

/**
 * Tells what is owed: of all mappings the closings first, alone; then prices and restrictions; then openings, once what
 * the channel has sold meanwhile was taken in. Ends early where something was marked since it was read.
 */
export async function pushRound(ctx: Ctx, turn: Turn, targets: readonly Target[]): Promise<Round> {
  const parts = partsOf(targets.map(dirtyStretch));
  const first: Loaded[] = [];
  for (const part of parts) {
    const loaded = await load(ctx, turn, part);
    const sent = await sendAll(ctx, turn, loaded, loaded.planned.closings);
    if (sent.kind !== 'sent') return endOf(sent);
    if (parts.length === 1) first.push(loaded);
  }
  let last: Round = { kind: 'over' };
  for (const part of parts) {
    const loaded = first[0] ?? (await load(ctx, turn, part));
    // Marked since the closings went out: they go first again.
    if (first.length === 0 && loaded.planned.closings.length > 0) return { kind: 'over' };
    const round = await tellTheRest(ctx, turn, loaded);
    if (round.kind === 'moved') return { kind: 'over' };
    if (round.kind === 'stop') {
      if (round.isOver) return endOf(round);
      last = endOf(round);
    }
  }
  return last;
}

async function load(ctx: Ctx, turn: Turn, part: readonly Stretch[]): Promise<Loaded> {
  const grids = await readGrids(ctx, part, turn.port);
  return { grids, planned: planCalls(grids, turn.port) };
}

type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'moved' }
  | {
      readonly kind: 'stop';
      readonly until: Temporal.Instant;
      readonly reason: string;
      readonly isOver: boolean;
    };

function endOf(sent: Exclude<Sent, { kind: 'sent' }>): Round {
  return sent.kind === 'moved' ? { kind: 'over' } : { kind: 'stop', until: sent.until, reason: sent.reason };
}

async function tellTheRest(ctx: Ctx, turn: Turn, { grids, planned }: Loaded): Promise<Sent> {
  const loaded = { grids, planned };
  const terms = await sendAll(ctx, turn, loaded, planned.terms);
  if (terms.kind !== 'sent') return terms;
  let waits: (Sent & { kind: 'stop' }) | null = null;
  if (planned.openings.length > 0) {
    const pulled = await pullOnce(ctx, turn, planned.opened);
    if (pulled.kind === 'waits') waits = { ...pulled, kind: 'stop', isOver: false };
    else {
      const opened = await sendAll(ctx, turn, loaded, planned.openings);
      if (opened.kind !== 'sent') return opened;
    }
  }
  const failing = grids.filter((grid) => turn.failing.has(grid.mappingId));
  const left = new Set([...failing, ...(waits ? planned.opened : [])]);
  await cleanStates(
    ctx,
    grids.filter((grid) => !left.has(grid)),
    turn.told,
  );
  if (waits) return waits;
  const [worst] = failing.map((grid) => grid.state.failures).sort((a, b) => b - a);
  if (worst === undefined) return { kind: 'sent' };
  const milliseconds = backoffMs(worst + 1, RETRY, jitter());
  const until = ctx.clock.now().add({ milliseconds });
  return { kind: 'stop', until, reason: 'the channel did not take everything', isOver: false };
}

/** What the channel has sold is taken in once a turn and listing. */
async function pullOnce(ctx: Ctx, turn: Turn, opened: readonly Grid[]) {
  const fresh = ctx.clock.now().subtract({ seconds: FRESH_SECONDS });
  const touched = opened.flatMap((grid) => grid.state.dirtySince ?? []).sort(Temporal.Instant.compare);
  const [oldest] = touched;
  const since = oldest && Temporal.Instant.compare(oldest, fresh) > 0 ? oldest : fresh;
  const listings = opened
    .filter((grid) => !turn.pulled.has(grid.listing.externalId))
    .map(({ listing, today }) => ({ externalId: listing.externalId, today }));
  if (listings.length === 0) return { kind: 'pulled' } as const;
  const pulled = await pullBefore(ctx, turn.connection, { listings, since });
  if (pulled.kind === 'pulled') for (const one of listings) turn.pulled.add(one.externalId);
  return pulled;
}

/** A few calls at a time. The first that finds the nights moved, or the channel gone, ends the others before they begin. */
async function sendAll(ctx: Ctx, turn: Turn, { planned }: Loaded, calls: readonly PushCall[]): Promise<Sent> {
  const queue = [...calls];
  const ends: Exclude<Sent, { kind: 'sent' }>[] = [];
  const work = async () => {
    for (let call = queue.shift(); call && ends.length === 0; call = queue.shift()) {
      const about = new Set(
        call.records.flatMap((one) => planned.byListing.get(listingKey(one.listing))?.mappingId ?? []),
      );
      // What has failed in this turn waits for the next: its later calls would only fail too.
      if ([...about].some((id) => turn.failing.has(id))) continue;
      const sent = await sendCall(ctx, turn, call, planned.byListing, planned.truth);
      const end = await note(ctx, turn, [...about], sent);
      if (end) ends.push(end);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, work));
  return ends.find((one) => one.kind === 'stop') ?? ends[0] ?? { kind: 'sent' };
}

async function note(
  ctx: Ctx,
  turn: Turn,
  about: readonly string[],
  sent: SentCall,
): Promise<Exclude<Sent, { kind: 'sent' }> | null> {
  switch (sent.kind) {
    case 'moved':
      return { kind: 'moved' };
    case 'waits':
      return { kind: 'stop', until: sent.until, reason: 'the limit of calls is reached', isOver: true };
    case 'failed':
      for (const id of about) turn.failing.add(id);
      await failStates(ctx, about, sent);
      return sent.isOver ? { kind: 'stop', until: sent.until, reason: sent.message, isOver: true } : null;
    case 'told':
      for (const id of about) turn.told.add(id);
      if (sent.failed > 0) {
        for (const id of about) turn.failing.add(id);
        await failStates(ctx, about, { code: 'part_failed', message: 'The channel did not take all of it.' });
      }
      return null;
  }
}

function partsOf(stretches: readonly Stretch[]): Stretch[][] {
  const parts: Stretch[][] = [];
  let room = 0;
  for (const one of stretches) {
    const nights = nightsBetween(one.from, one.to) * Math.max(1, one.unitIds.length);
    const last = parts.at(-1);
    if (last && nights <= room) last.push(one);
    else {
      parts.push([one]);
      room = NIGHTS_MAX;
    }
    room -= nights;
  }
  return parts;
}
