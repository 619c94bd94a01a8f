import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { Hint } from '#lib/providers/webhook-contract.ts';
import { type AirbnbWorld, airbnbWorld } from './airbnb-world.ts';
import { getOf, linked, walk } from './world.ts';

/*
 * Airbnb's own words, said by its simulator and heard by our adapter: both were written from the same facts by different
 * hands, so a word that one of them misread is found here.
 */

let world: AirbnbWorld;
beforeEach(async () => {
  world = await airbnbWorld({});
});
afterEach(() => world.close());

const STAY = { checkIn: '2027-03-01', checkOut: '2027-03-04' };
const book = () => world.book({ listingId: world.account.listingIds[0], ...STAY });

it.each([
  ['new', 'inquiry'],
  ['pending', 'pending'],
  ['pending_payment', 'pending'],
  ['at_checkpoint', 'pending'],
  ['accept', 'confirmed'],
  ['deny', 'cancelled'],
  ['timeout', 'cancelled'],
  ['timedout', 'cancelled'],
  ['pending_voided', 'cancelled'],
  ['checkpoint_voided', 'cancelled'],
  ['cancelled_by_admin', 'cancelled'],
  ['cancelled_by_host', 'cancelled'],
  ['cancelled_by_guest', 'cancelled'],
  ['archived', 'unknown'],
])('a reservation that is %s is %s here', async (status_type, status) => {
  const access = await linked(world);
  const code = await book();
  await world.control('status', { code, status_type });
  const { reservation } = await getOf(world)(access, code);
  expect(reservation).toMatchObject({ status, channelStatus: status_type, ...STAY });
});

describe('a notification', () => {
  const told = async (message: Record<string, unknown>): Promise<Hint[]> => {
    await linked(world);
    await world.heard();
    await world.control('notify', message);
    return (await world.heard()).flatMap((call) => [
      ...(world.provider.webhook?.interpret(call.bytes) ?? []),
    ]);
  };

  it.each([
    ['reservation_acceptance_confirmation'],
    ['reservation_cancellation_confirmation'],
    ['reservation_alteration_confirmation'],
    ['reservation_requested'],
    ['reservation_request_voided'],
    ['message_added'],
  ])('%s names its reservation', async (action) => {
    const code = await book();
    const [listingId] = world.account.listingIds;
    expect(await told({ action, code })).toEqual([{ kind: 'reservation', externalId: code, listingId }]);
  });

  it.each([
    ['listing_approval_status_changed'],
    ['listing_synchronization_settings_updated'],
    ['listings_mapped'],
    ['listings_unlinked'],
  ])('%s names its listings', async (action) => {
    const [listing] = world.account.listingIds;
    const expected = { kind: 'listings', accountId: world.account.id };
    const [hint] = await told({ action, listing });
    expect(hint).toMatchObject(expected);
    expect(hint).toHaveProperty('listingIds', expect.arrayContaining([listing]));
  });

  it('authorization_revoked names its account', async () => {
    expect(await told({ action: 'authorization_revoked', account: world.otherAccount.id })).toEqual([
      { kind: 'revoked', accountId: world.otherAccount.id },
    ]);
  });

  it.each([
    ['payout_notification', true],
    ['test_notification', true],
    ['listing_teleported', false],
  ])('%s needs no work, and is known: %s', async (action, isKnown) => {
    expect(await told({ action })).toEqual([{ kind: 'nothing', action, isKnown }]);
  });

  it.each([
    ['right', true],
    ['wrong', false],
    ['missing', false],
    ['old', false],
  ])('signed %s is accepted: %s', async (sign, isOk) => {
    await linked(world);
    await world.heard();
    await world.control('notify', { action: 'test_notification', sign });
    const [call] = await world.heard();
    if (call === undefined) throw new Error('nothing was sent');
    expect(world.provider.webhook?.verify(call, world.secrets, world.now()).ok).toBe(isOk);
  });
});

it('an id of 19 digits, written as a number, keeps them all', async () => {
  const id = '9007199254740993123';
  await world.control('listing', { id, name: 'Far beyond 2^53' });
  const access = await linked(world);
  const listings = await walk((page) => world.provider.listings(access, page));
  expect(listings.map((one) => one.externalId)).toContain(id);
  const code = await world.book({ listingId: id, ...STAY });
  const found = await walk((page) =>
    world.provider.reservations.list(access, { listingId: id, from: night('2026-11-01'), page }),
  );
  expect(found).toMatchObject([{ externalId: code, listingId: id }]);
});
