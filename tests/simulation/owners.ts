import { and, eq, inArray } from 'drizzle-orm';
import { blocks, conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Verdict } from '#lib/domain/conflicts/schemas.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { cancelReservation } from '#lib/domain/reservations/cancel.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { resolveConflict } from '#lib/domain/reservations/resolve-conflict.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { type Action, isContested, someNights, words } from './action.ts';
import { outsideOf, type Served, settleServed } from './outside.ts';
import { startProcess } from './process.ts';
import { newGuest, ownerOf, type World } from './world.ts';

/* Here: what owners do by hand. */

/** A person's verb, now and then in a process that ends in the middle of it. @returns null where it was refused */
export async function byHand<T>(
  world: World,
  org: number,
  verb: (ctx: Ctx) => Promise<T>,
): Promise<T | 'crashed' | null> {
  const fuse = world.faults && world.random.chance(0.08) ? world.random.int(0, 40) : null;
  const served: Served[] = [];
  const { runtime, life } = startProcess(world.base, outsideOf(world, served), { fuse });
  try {
    const result = await verb(ownerOf(world, org, runtime));
    if (!life.isOver()) settleServed(served);
    return result;
  } catch (error) {
    if (life.isOver()) return 'crashed';
    if (error instanceof AppError) return null;
    throw error;
  }
}

export const bookHere: Action = async (world) => {
  const unit = world.random.pick(world.units);
  const nights = someNights(world);
  const guest = { name: newGuest(world) };
  const what = world.random.chance(0.6) ? 'booking' : 'block';
  const made = await byHand(
    world,
    unit.org,
    (ctx): Promise<{ id: string }> =>
      what === 'booking'
        ? createReservation(ctx, { unitId: unit.id, ...nights, guest, force: world.random.chance(0.3) })
        : createBlock(ctx, {
            unitId: unit.id,
            from: nights.checkIn,
            to: nights.checkOut,
            reason: guest.name,
          }),
  );
  if (made === null) return null;
  if (made === 'crashed') await lookAgain(world, unit.org);
  else world.owned[unit.org]?.push({ id: made.id, what, unitId: unit.id, nights });
  return {
    said: `owner: ${what} ${words(nights)} on ${unit.id} ${made === 'crashed' ? 'crashed' : ''}`,
    org: unit.org,
  };
};

export const endHere: Action = async (world) => {
  const org = world.random.int(0, 1);
  const mine = world.owned[org] ?? [];
  if (mine.length === 0) return null;
  const contested = mine.filter((one) => isContested(world, one.unitId, one.nights));
  const own = world.random.pick(contested.length > 0 && world.random.chance(0.5) ? contested : mine);
  const ended = await byHand(world, org, async (ctx) => {
    if (own.what === 'booking') await cancelReservation(ctx, own.id);
    else await deleteBlock(ctx, own.id);
    return 'ended' as const;
  });
  if (ended === 'crashed') await lookAgain(world, org);
  else if (ended) mine.splice(mine.indexOf(own), 1);
  return { said: `owner ends ${own.what} ${own.id} ${words(own.nights)} ${ended}`, org };
};

export const moveHere: Action = async (world) => {
  const org = world.random.int(0, 1);
  const mine = (world.owned[org] ?? []).filter((own) => own.what === 'booking');
  if (mine.length === 0) return null;
  const own = world.random.pick(mine);
  const nights = someNights(world);
  const unit = world.random.pick(world.units.filter((one) => one.org === org));
  const patch = world.random.chance(0.5) ? nights : { unitId: unit.id };
  const moved = await byHand(world, org, (ctx) => updateReservation(ctx, own.id, patch));
  if (moved === null) return null;
  if (moved === 'crashed') await lookAgain(world, org);
  else if ('unitId' in patch) own.unitId = patch.unitId;
  else own.nights = nights;
  return { said: `owner moves ${own.id} to ${JSON.stringify(patch)}`, org };
};

/** After a crash the person looks at what stands, as a person does. */
async function lookAgain(world: World, org: number): Promise<void> {
  const ctx = ownerOf(world, org);
  const direct = await ctx.db
    .select({ id: reservations.id, unitId: stays.unitId, checkIn: stays.checkIn, checkOut: stays.checkOut })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, ctx.org), eq(reservations.channel, 'direct'), eq(stays.status, 'active')));
  const blocked = await ctx.db.select().from(blocks).where(eq(blocks.orgId, ctx.org));
  world.owned[org] = [
    ...direct.map((row) => ({ ...row, unitId: row.unitId ?? '', what: 'booking' as const })),
    ...blocked.map((row) => ({ ...row, what: 'block' as const })),
  ].map(({ id, what, unitId, checkIn, checkOut }) => ({ id, what, unitId, nights: { checkIn, checkOut } }));
}

export const settleConflict: Action = async (world) => {
  const org = world.random.int(0, 1);
  const ctx = ownerOf(world, org);
  const open = await ctx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')))
    .orderBy(conflicts.id);
  if (open.length === 0) return null;
  const one = world.random.pick(open);
  const [direct] = await ctx.db
    .select({ id: stays.id })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(inArray(stays.id, [one.claimA, one.claimB]), eq(reservations.channel, 'direct')));
  const verdict = chooseVerdict(world, org, direct?.id);
  const answered = await byHand(world, org, (owner) => resolveConflict(owner, one.id, verdict));
  if (answered === null) return null;
  if (verdict.action === 'cancel' || verdict.action === 'move' || answered === 'crashed')
    await lookAgain(world, org);
  return {
    said: `owner answers ${verdict.action} to conflict ${one.id} ${answered === 'crashed' ? 'crashed' : ''}`,
    org,
  };
};

/** Whatever a person may say truthfully; what does not fit the conflict is refused. */
function chooseVerdict(world: World, org: number, stayId: string | undefined): Verdict {
  const units = world.units.filter((one) => one.org === org);
  const verdicts: Verdict[] = [{ action: 'accept' }, { action: 'distinct' }];
  if (stayId) verdicts.push({ action: 'cancel', stayId });
  if (stayId) verdicts.push({ action: 'move', stayId, unitId: world.random.pick(units).id });
  return world.random.pick(verdicts);
}
