import { backoffMs } from '#lib/kernel/backoff.ts';
import { nightsBetween } from '#lib/kernel/nights.ts';
import { type PushCall, TAKEN_THERE } from '#lib/providers/push-contract.ts';
import type { Ctx } from '../ctx.ts';
import { nextToOpen, pullOnce, readBeforeOpening } from './before-opening.ts';
import { cleanStates, failStates, UNCLEAR_MINUTES } from './clean-states.ts';
import { doubtSold } from './doubt-sold.ts';
import { forgetRefused } from './forget-refused.ts';
import { goOn, meet } from './meet.ts';
import { listingKey } from './permit-rules.ts';
import { type PlannedCalls, planCalls } from './plan-calls.ts';
import { type Grid, readGrids } from './read-grid.ts';
import { dirtyStretch, type Stretch, type Target } from './read-targets.ts';
import { type SentCall, sendCall } from './send-call.ts';
import { jitter, type Turn } from './turn.ts';
import type { Met } from './whole-call.ts';

export type Round =
  /** All was told, or something was marked meanwhile: what is dirty now says which. */
  | { readonly kind: 'over' }
  /** `until`: null where nobody may be told anything any more, until a person says so. */
  | { readonly kind: 'stop'; readonly until: Temporal.Instant | null; readonly reason: string };

/** What is read at once, and of which prices and openings are told before the closings are looked at again. */
const NIGHTS_MAX = 15_000;
/** Calls of one account under way at once. */
const AT_ONCE = 4;
const RETRY = { baseMs: 15_000, maxMs: 15 * 60_000 };

const PART_FAILED = { code: 'part_failed', message: 'The channel did not take all of it.' };
const TAKEN = { code: TAKEN_THERE, message: 'The channel has a booking there that it does not show.' };

type Loaded = { readonly grids: readonly Grid[]; readonly planned: PlannedCalls };

/**
 * Tells what is owed: the closings of all mappings first, alone; then of some of them prices and restrictions, and
 * openings, once what the channel has sold meanwhile was taken in. The next round goes on with the others. As soon as
 * anything is marked the round ends, so that no closing waits for a long list of prices; closings that are out are not
 * gone over again.
 */
export async function pushRound(ctx: Ctx, turn: Turn, targets: readonly Target[]): Promise<Round> {
  const isFresh = (target: Target) => turn.closed.get(target.mappingId) !== target.state.dirtyMark;
  const stretchOf = (target: Target) => dirtyStretch(target, turn.port);
  const parts = partsOf(targets.filter(isFresh).map(stretchOf));
  let loaded: Loaded | null = null;
  for (const part of parts) {
    loaded = await load(ctx, turn, part);
    const sent = await sendAll(ctx, turn, loaded, loaded.planned.closings, { untilMarked: false });
    if (sent.kind === 'stop') return sent;
    const { planned } = loaded;
    for (const { mappingId, state } of loaded.grids)
      if (!sent.moved.has(mappingId) && !sent.met.has(mappingId) && !planned.parts.has(mappingId))
        turn.closed.set(mappingId, state.dirtyMark);
    const isToCompare = await meet(ctx, turn, loaded.grids, sent.met);
    const isMore = goOn(turn, planned, sent.met);
    if (sent.isMarked || isToCompare || isMore) return { kind: 'over' };
  }
  // Of what is dirty, and can be told now: what has failed in this turn waits for the next.
  const [next] = partsOf(targets.filter((one) => !turn.failing.has(one.mappingId)).map(stretchOf));
  if (!next) return failedUntil(ctx, turn, targets);
  const isLoaded = loaded !== null && parts.length === 1 && targets.every(isAlike(loaded));
  const now = isLoaded && loaded ? loaded : await load(ctx, turn, next);
  const ended = await tellTheRest(ctx, turn, now, isLoaded);
  if (ended.kind === 'stop') return ended;
  const left = targets.filter((one) => turn.failing.has(one.mappingId));
  return left.length === targets.length ? failedUntil(ctx, turn, targets) : { kind: 'over' };
}

const isAlike = (loaded: Loaded) => (target: Target) =>
  loaded.grids.some((grid) => grid.mappingId === target.mappingId);

function failedUntil(ctx: Ctx, turn: Turn, targets: readonly Target[]): Round {
  if (targets.every((one) => turn.held.has(one.mappingId))) {
    const later = ctx.clock.now().add({ minutes: UNCLEAR_MINUTES });
    return { kind: 'stop', until: later, reason: 'how nights stand at the channel is not known' };
  }
  const worst = Math.max(0, ...targets.map((one) => one.state.failures));
  const milliseconds = backoffMs(worst + 1, RETRY, jitter());
  const until = ctx.clock.now().add({ milliseconds });
  return { kind: 'stop', until, reason: 'the channel did not take everything' };
}

async function load(ctx: Ctx, turn: Turn, part: readonly Stretch[]): Promise<Loaded> {
  const grids = await readGrids(ctx, part, turn.port);
  await doubtSold(ctx, grids);
  await forgetRefused(ctx, grids);
  return { grids, planned: planCalls(grids, turn.port, turn) };
}

async function tellTheRest(
  ctx: Ctx,
  turn: Turn,
  { grids, planned }: Loaded,
  hasClosed: boolean,
): Promise<Round> {
  // Closed since: those go first, and this is read again.
  const isStale = !hasClosed && planned.closings.length > 0;
  if (isStale) {
    for (const { mappingId } of grids) turn.closed.delete(mappingId);
    return { kind: 'over' };
  }
  const loaded = { grids, planned };
  const terms = await sendAll(ctx, turn, loaded, planned.terms, { untilMarked: true });
  if (terms.kind === 'stop') return terms;
  if (terms.isCutShort || (await meet(ctx, turn, grids, terms.met))) return { kind: 'over' };
  let waits: (Round & { kind: 'stop' }) | null = null;
  let moved: ReadonlySet<string> = terms.moved;
  const next = nextToOpen(turn, planned);
  if (next.length > 0) {
    const pulled = await pullOnce(ctx, turn, next);
    if (pulled.kind === 'waits') waits = { ...pulled, kind: 'stop' };
    else {
      if (await readBeforeOpening(ctx, turn, next, planned)) return { kind: 'over' };
      const isNext = (call: PushCall) =>
        call.records.every(({ listing }) =>
          next.some((grid) => grid === planned.byListing.get(listingKey(listing))),
        );
      const opened = await sendAll(ctx, turn, loaded, planned.openings.filter(isNext), { untilMarked: true });
      if (opened.kind === 'stop') return opened;
      if (opened.isCutShort || (await meet(ctx, turn, grids, opened.met))) return { kind: 'over' };
      moved = new Set([...moved, ...opened.moved]);
    }
  }
  const later = waits ? planned.opened : planned.opened.filter((grid) => !next.includes(grid));
  const kept = new Set(later.map((grid) => grid.mappingId));
  const isClean = ({ mappingId }: Grid) =>
    !kept.has(mappingId) && !moved.has(mappingId) && !turn.failing.has(mappingId);
  await cleanStates(ctx, grids.filter(isClean), turn.told);
  return waits ?? { kind: 'over' };
}

type Sent =
  | {
      readonly kind: 'sent';
      /** Mappings of which something was marked before it could be told. */
      readonly moved: ReadonlySet<string>;
      /** Something was marked meanwhile, of these mappings or of others; and what was left was not told. */
      readonly isMarked: boolean;
      readonly isCutShort: boolean;
      /** By mapping, how it met bookings of the channel's own. */
      readonly met: ReadonlyMap<string, Met>;
    }
  | (Round & { kind: 'stop' });

/** A few calls at a time. Where the channel is gone, or something urgent may have come, the others are not begun. */
async function sendAll(
  ctx: Ctx,
  turn: Turn,
  { planned }: Loaded,
  calls: readonly PushCall[],
  { untilMarked }: { readonly untilMarked: boolean },
): Promise<Sent> {
  const queue = [...calls];
  const moved = new Set<string>();
  const stops: (Round & { kind: 'stop' })[] = [];
  const met = new Map<string, Met>();
  let isMarked = false;
  const work = async () => {
    for (let call = queue.shift(); call; call = queue.shift()) {
      const about = new Set(
        call.records.flatMap((one) => planned.byListing.get(listingKey(one.listing))?.mappingId ?? []),
      );
      // What has failed in this turn waits for the next: its later calls would only fail too.
      if ([...about].some((id) => turn.failing.has(id))) continue;
      const sent = await sendCall(ctx, turn, call, planned);
      if (sent.kind === 'moved') for (const id of about) moved.add(id);
      if (sent.kind === 'told') {
        isMarked ||= sent.isMarked;
        for (const [id, one] of sent.met) met.set(id, one);
      }
      const stop = await note(ctx, turn, [...about], sent);
      if (stop) stops.push(stop);
      if (stop || (untilMarked && isMarked)) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, work));
  isMarked ||= moved.size > 0;
  return stops[0] ?? { kind: 'sent', moved, isMarked, isCutShort: queue.length > 0, met };
}

async function note(
  ctx: Ctx,
  turn: Turn,
  about: readonly string[],
  sent: SentCall,
): Promise<(Round & { kind: 'stop' }) | null> {
  switch (sent.kind) {
    case 'moved':
      return null;
    case 'rests':
      return { kind: 'stop', until: null, reason: 'the account was paused or disconnected meanwhile' };
    case 'waits':
      return { kind: 'stop', until: sent.until, reason: 'the limit of calls is reached' };
    case 'failed':
      for (const id of about) turn.failing.add(id);
      await failStates(ctx, about, sent);
      return sent.isOver ? { kind: 'stop', until: sent.until, reason: sent.message } : null;
    case 'told':
      for (const id of about) turn.told.add(id);
      if (sent.failed === 0) return null;
      for (const id of about) turn.failing.add(id);
      await failStates(ctx, about, sent.met.size > 0 ? TAKEN : PART_FAILED);
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
