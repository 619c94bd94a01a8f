import { describe, expect, it } from 'vitest';
import { guardsAlone, guardsOf, isLive, isSameTime, type ListingFacts, type UnitFacts } from './rules.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const listing: ListingFacts = {
  id: 'lst_1',
  externalId: '90001',
  name: 'Sea view',
  city: 'Nice',
  timeZone: 'Europe/Paris',
  currency: 'EUR',
  capacity: 4,
  isSold: true,
  isGone: false,
};
const unit: UnitFacts = {
  id: 'unt_1',
  name: 'Sea view',
  propertyId: 'prp_1',
  propertyName: 'Sea view',
  hasSiblings: false,
  timeZone: 'Europe/Paris',
  currency: 'EUR',
  isArchived: false,
};
const neighbour = {
  listingId: 'lst_2',
  externalId: '90002',
  name: 'Sea view again',
  unitId: 'unt_9',
  provider: 'airbnb',
  capacity: 4,
};

type Case = {
  readonly listing?: Partial<ListingFacts>;
  readonly unit?: Partial<UnitFacts>;
  readonly others?: readonly Partial<typeof neighbour>[];
  readonly isNamedTwice?: boolean;
};

function guards(given: Case) {
  return guardsOf(
    {
      listing: { ...listing, ...given.listing },
      unit: { ...unit, ...given.unit },
      provider: 'airbnb',
      others: (given.others ?? []).map((one) => ({ ...neighbour, ...one })),
      isNamedTwice: given.isNamedTwice ?? false,
    },
    now,
  ).map(({ code, level }) => `${level} ${code}`);
}

describe('what to look at before a listing is mapped to a unit', () => {
  it.each<[string, Case, string[]]>([
    ['nothing, where both agree', {}, []],
    ['the same listing named twice in one save', { isNamedTwice: true }, ['blocks listing_twice']],
    [
      'the same listing mapped over another account',
      { others: [{ externalId: '90001' }] },
      ['blocks listing_twice'],
    ],
    [
      'not another channel that happens to use the same id',
      { others: [{ externalId: '90001', provider: 'booking' }] },
      [],
    ],
    ['not the listing itself, mapped as it is', { others: [{ listingId: 'lst_1', unitId: 'unt_1' }] }, []],
    ['a unit out of use', { unit: { isArchived: true } }, ['blocks unit_archived']],
    ['a second listing of the channel on the unit', { others: [{ unitId: 'unt_1' }] }, ['warns unit_twice']],
    ['not a listing of another channel', { others: [{ unitId: 'unt_1', provider: 'booking' }] }, []],
    ['another time', { listing: { timeZone: 'Europe/Lisbon' } }, ['warns time_zone_differs']],
    ['not another name for the same time', { listing: { timeZone: 'Europe/Berlin' } }, []],
    [
      'a zone that is the same in winter only',
      { unit: { timeZone: 'Africa/Lagos' } },
      ['warns time_zone_differs'],
    ],
    ['a zone that nobody knows', { listing: { timeZone: 'Mars/Olympus' } }, ['warns time_zone_differs']],
    ['not a zone that was not told', { listing: { timeZone: null } }, []],
    ['another currency', { listing: { currency: 'USD' } }, ['warns currency_differs']],
    ['not a currency that was not told', { listing: { currency: null } }, []],
    [
      'another number of guests than another channel says of the unit',
      { others: [{ unitId: 'unt_1', provider: 'booking', capacity: 2 }] },
      ['warns capacity_differs'],
    ],
    [
      'not a number of guests that one of them does not tell',
      { listing: { capacity: null }, others: [{ unitId: 'unt_1', provider: 'booking', capacity: 2 }] },
      [],
    ],
    [
      'a listing that vanished, which then is not sold either',
      { listing: { isGone: true, isSold: false } },
      ['warns listing_gone'],
    ],
    ['a listing that is not sold', { listing: { isSold: false } }, ['warns not_sold']],
    [
      'all of it at once, what blocks first',
      {
        listing: { timeZone: 'Asia/Tokyo', currency: 'JPY', isSold: false },
        unit: { isArchived: true },
        others: [{ unitId: 'unt_1', capacity: 2 }],
        isNamedTwice: true,
      },
      [
        'blocks listing_twice',
        'blocks unit_archived',
        'warns unit_twice',
        'warns time_zone_differs',
        'warns currency_differs',
        'warns capacity_differs',
        'warns not_sold',
      ],
    ],
  ])('%s', (_, given, expected) => {
    expect(guards(given)).toEqual(expected);
  });

  it('says what differs on either side', () => {
    const pair = { listing: { ...listing, currency: 'USD' }, unit, provider: 'airbnb', others: [] };
    expect(guardsOf({ ...pair, isNamedTwice: false }, now)).toEqual([
      { code: 'currency_differs', level: 'warns', theirs: 'USD', ours: 'EUR' },
    ]);
  });

  it('of a listing without a unit says only what it is by itself', () => {
    expect(guardsAlone(listing)).toEqual([]);
    expect(guardsAlone({ ...listing, isGone: true })).toMatchObject([{ code: 'listing_gone' }]);
    expect(guardsAlone({ ...listing, isSold: false })).toMatchObject([{ code: 'not_sold' }]);
  });

  it('two zones are one where they show the same time all year', () => {
    expect(isSameTime('Europe/Paris', 'Europe/Madrid', now)).toBe(true);
    expect(isSameTime('Europe/Paris', 'Africa/Tunis', now)).toBe(false);
    expect(isSameTime('no such zone', 'no such zone either', now)).toBe(false);
  });

  it.each([
    [{ stage: 'active', isSyncOn: true, isConnected: true }, true],
    [{ stage: 'draft', isSyncOn: true, isConnected: true }, false],
    [{ stage: 'active', isSyncOn: false, isConnected: true }, false],
    [{ stage: 'active', isSyncOn: true, isConnected: false }, false],
  ] as const)('brings bookings in only when it is active, on and connected: %o', (mapping, expected) => {
    expect(isLive(mapping)).toBe(expected);
  });
});
