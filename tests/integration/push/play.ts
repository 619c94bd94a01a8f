import fc from 'fast-check';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { forcePush } from '#lib/domain/push/force-push.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { addNights } from '#lib/kernel/nights.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import type { Fault } from './fake-port.ts';
import type { Whole } from './fake-whole.ts';
import {
  expectNoMoreThanFree,
  expectTruth,
  forgetByHand,
  forgetCoinciding,
  isLikeOurWord,
  judgeCall,
  NIGHTS,
  nightAt,
  type Shop,
} from './model.ts';
import { guest, hear, type PushWorld, sell, stateOf } from './world.ts';

/*
 * Promise 5 over random calendars, mappings, edits, races, faults and retries: a channel is never told to sell what is
 * sold, blocked or closed by hand, and once faults stop every channel shows exactly our truth.
 */

const at = fc.nat(NIGHTS - 2);
const nights = fc.record({ from: at, length: fc.integer({ min: 1, max: 3 }) });
const which = fc.nat(7);
const fault = fc.constantFrom<Fault | 'crash' | 'race'>(
  { kind: 'down' },
  { kind: 'drop' },
  { kind: 'ignore' },
  { kind: 'error_after' },
  { kind: 'limited', retryAfterSeconds: 5 },
  { kind: 'fail', record: ({ checkIn }) => checkIn.endsWith('1') },
  'crash',
  'race',
);
/** What may happen, in any order. */
export const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('block' as const), which, nights }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unblock' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('direct' as const), which, nights }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('guest' as const), which, nights, isTold: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), which, isTold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hear' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('byHand' as const), which, nights }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('push' as const), which, fault: fc.option(fault), nights }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
);
export type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

let runs = 0;

export class Play {
  readonly shops: Shop[] = [];
  readonly units: string[] = [];
  private readonly blocks: string[] = [];
  private readonly booked: { shop: Shop; code: string }[] = [];
  private readonly untold: { shop: Shop; told: ChannelReservation }[] = [];
  private count = 0;
  readonly ctx: Ctx;
  private readonly w: PushWorld;

  constructor(w: PushWorld, ctx: Ctx) {
    runs += 1;
    this.w = w;
    this.ctx = ctx;
  }

  /** Three channels that each sell something of a property of two or three rooms. */
  async open(hasHouse: boolean, poolOf: number, isRead: boolean): Promise<void> {
    const house = await this.build(hasHouse);
    const [one = '', two = ''] = this.units;
    await this.shop('airbnb', [one]);
    await this.shop('booking', this.units.slice(0, poolOf));
    await this.shop('avito', [house ?? two]);
    await this.begin(isRead);
  }

  /** Homes that one channel sells, which is told whole calendars. */
  async openWhole(hasHouse: boolean, isRead: boolean, whole: Whole): Promise<void> {
    const { avito } = this.w.sellers;
    avito.whole = whole;
    // It is read before anything is opened.
    avito.onRead = async () => void (await forgetCoinciding(this.ctx, this.shops));
    await this.build(hasHouse);
    for (const unit of this.units) await this.shop('avito', [unit]);
    await this.begin(isRead);
  }

  /** @returns the house that is let as a whole, where there is one */
  private async build(hasHouse: boolean): Promise<string | null> {
    const { ctx } = this;
    const { unitId, propertyId } = await makeUnit(ctx);
    this.units.push(unitId, await addUnit(ctx, propertyId), await addUnit(ctx, propertyId));
    const [one = '', two = ''] = this.units;
    const house = hasHouse ? await addUnit(ctx, propertyId, [one, two]) : null;
    if (house) this.units.push(house);
    return house;
  }

  private async begin(isRead: boolean): Promise<void> {
    const { ctx } = this;
    for (const seller of Object.values(this.w.sellers)) {
      seller.faults = [];
      seller.onSend = (call) => judgeCall(ctx, this.shops, call);
      seller.afterApply = (call) => {
        for (const shop of this.shops) if (shop.seller === seller) forgetByHand(shop, call);
      };
    }
    if (isRead) for (const { connectionId } of this.shops) await readBack(ctx, connectionId);
    this.w.clock.advance({ minutes: 2 });
  }

  private async shop(provider: Shop['provider'], unitIds: readonly string[]): Promise<void> {
    const name = `${provider}-${runs}-${this.shops.length}`;
    const seller = this.w.sellers[provider];
    const quantity = seller.maxUnits === 1 ? 1 : unitIds.length;
    seller.byHand(name, '2026-05-01', '2026-07-10', { units: quantity });
    const sold = await sell(this.ctx, provider, name, unitIds);
    this.shops.push({
      ...sold,
      name,
      provider,
      seller,
      unitIds,
      everByHand: new Set(),
      stillByHand: new Set(),
      unsure: new Set(),
    });
  }

  async act(one: Action): Promise<void> {
    const { ctx } = this;
    // A channel dates what it tells: what came later is dated later.
    this.w.clock.advance({ seconds: 1 });
    switch (one.do) {
      case 'block': {
        const made = await createBlock(ctx, { unitId: this.unit(one.which), ...rangeOf(one.nights) });
        this.blocks.push(made.id);
        return;
      }
      case 'unblock': {
        const [id] = this.blocks.splice(one.which % Math.max(1, this.blocks.length), 1);
        if (id) await deleteBlock(ctx, id);
        return;
      }
      case 'direct': {
        const { from, to } = rangeOf(one.nights);
        this.count += 1;
        await apply(ctx, stay(`direct:D${this.count}-${runs}`, this.unit(one.which), from, to));
        return;
      }
      case 'guest': {
        const shop = this.pick(one.which);
        const { from, to } = rangeOf(one.nights);
        this.count += 1;
        const code = `G${this.count}-${runs}`;
        const booking = guest(ctx, code, shop.name, from, to);
        if (!shop.seller.book(booking)) return;
        this.booked.push({ shop, code });
        const since =
          ctx.clock.now().epochMilliseconds - (this.lostAt.get(shop.name) ?? Number.NEGATIVE_INFINITY);
        if (since <= 120_000)
          for (let index = one.nights.from; nightAt(index) < to; index++) shop.unsure.add(nightAt(index));
        await this.tell(shop, booking, one.isTold);
        return;
      }
      case 'cancel': {
        const [gone] = this.booked.splice(one.which % Math.max(1, this.booked.length), 1);
        if (!gone) return;
        const ended = { ...gone.shop.seller.cancel(gone.code), changedAt: ctx.clock.now() };
        gone.shop.seller.inbound.tell(ended);
        await this.tell(gone.shop, ended, one.isTold);
        return;
      }
      case 'hear':
        return this.hearAll();
      case 'byHand':
        return this.byHand(this.pick(one.which), one.nights);
      case 'push':
        return this.push(this.pick(one.which), one.fault, one);
      case 'read':
        return this.read(this.pick(one.which));
      case 'wait':
        this.w.clock.advance({ minutes: one.minutes });
    }
  }

  private async read(shop: Shop): Promise<void> {
    await forgetCoinciding(this.ctx, this.shops);
    await readBack(this.ctx, shop.connectionId);
    await forgetCoinciding(this.ctx, this.shops);
  }

  private async byHand(shop: Shop, range: { from: number; length: number }): Promise<void> {
    for (let index = range.from; index < Math.min(NIGHTS, range.from + range.length); index++) {
      const night = nightAt(index);
      const units = shop.seller.left(shop.name, night);
      if (units === 0) continue;
      shop.seller.byHand(shop.name, night, addNights(night, 1), { units: units - 1 });
      shop.everByHand.add(night);
      if (!(await isLikeOurWord(this.ctx, shop, night, units - 1))) shop.stillByHand.add(night);
    }
  }

  private async push(
    shop: Shop,
    fault: Fault | 'crash' | 'race' | null,
    race: Extract<Action, { do: 'push' }>,
  ) {
    const { seller } = shop;
    const { onSend, afterApply } = seller;
    if (fault !== null && fault !== 'race')
      this.lostAt.set(shop.name, this.ctx.clock.now().epochMilliseconds);
    if (fault === 'crash')
      seller.afterApply = async (call) => {
        await afterApply(call);
        throw new Error('the process ended');
      };
    else if (fault === 'race') {
      let isOver = false;
      seller.onSend = async (call) => {
        await onSend(call);
        if (isOver) return;
        isOver = true;
        await this.act({ do: 'direct', which: race.which, nights: race.nights });
      };
    } else if (fault) seller.faults = [fault];
    try {
      await pushConnection(this.ctx, shop.connectionId);
    } catch (error) {
      if (!(error instanceof Error && error.message === 'the process ended')) throw error;
    }
    Object.assign(seller, { onSend, afterApply, faults: [] });
    if (seller.whole) await forgetCoinciding(this.ctx, this.shops);
    seller.sent.splice(0);
    // It takes what it is told: then it sells nothing that is not free.
    if (fault === null || fault === 'race') {
      const state = await stateOf(this.ctx, shop);
      if (state.adoptedAt && state.dirtyFrom === null) await this.expectClosed(shop);
    }
  }

  /** But for what was accepted and not done, which only a reading can find. */
  private async expectClosed(shop: Shop): Promise<void> {
    if (this.hasIgnored.has(shop.name)) return;
    await expectNoMoreThanFree(this.ctx, [shop]);
  }
  readonly hasIgnored = new Set<string>();
  /** When an answer of a shop's channel was last lost: milliseconds since 1970. */
  private readonly lostAt = new Map<string, number>();

  private tell(shop: Shop, told: ChannelReservation, isTold: boolean): Promise<void> {
    if (isTold) return hear(this.ctx, shop.provider, shop, told);
    this.untold.push({ shop, told });
    return Promise.resolve();
  }

  private async hearAll(): Promise<void> {
    for (const { shop, told } of this.untold.splice(0)) await hear(this.ctx, shop.provider, shop, told);
  }

  /** Nothing fails any more, all is told, and a day goes by. */
  async calmDown(): Promise<void> {
    await this.hearAll();
    for (let round = 0; round < 3; round++) {
      this.w.clock.advance({ minutes: 70 });
      for (const shop of this.shops) await this.read(shop);
      for (let turn = 0; turn < 2; turn++) {
        for (const { connectionId } of this.shops) await pushConnection(this.ctx, connectionId);
        this.w.clock.advance({ minutes: 16 });
      }
    }
    for (const shop of this.shops) {
      if ((await stateOf(this.ctx, shop)).lastErrorCode !== 'not_applied') continue;
      await forcePush(this.ctx, shop.provider, shop.connectionId);
      await pushConnection(this.ctx, shop.connectionId);
    }
    this.w.clock.advance({ hours: 24 });
    for (const shop of this.shops) await this.read(shop);
    for (const { connectionId } of this.shops) await pushConnection(this.ctx, connectionId);
  }

  private unit(which: number): string {
    return this.units[which % this.units.length] ?? '';
  }
  private pick(which: number): Shop {
    const shop = this.shops[which % this.shops.length];
    if (!shop) throw new Error('no shop');
    return shop;
  }
}

function rangeOf({ from, length }: { from: number; length: number }) {
  return { from: nightAt(from), to: nightAt(Math.min(NIGHTS, from + length)) };
}

/** Plays it to its end, and looks at what every channel shows then. */
export async function playOut(play: Play, actions: readonly Action[]): Promise<void> {
  for (const one of actions) {
    if (one.do === 'push' && typeof one.fault === 'object' && one.fault?.kind === 'ignore')
      for (const shop of play.shops) play.hasIgnored.add(shop.name);
    await play.act(one);
  }
  await play.calmDown();
  await expectNoMoreThanFree(play.ctx, play.shops);
  await expectTruth(play.ctx, play.shops, play.hasIgnored.size > 0);
}

/** The same plays on every machine; PUSH_SEED, PUSH_RUNS and PUSH_PATH try others. */
export function playing(runsLeast: number, seed: number) {
  return {
    numRuns: Number(process.env.PUSH_RUNS ?? runsLeast),
    endOnFailure: true,
    seed: Number(process.env.PUSH_SEED ?? seed),
    ...(process.env.PUSH_PATH ? { path: process.env.PUSH_PATH } : {}),
  };
}
