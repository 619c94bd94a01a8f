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
  groupName: null,
  quantity: 1,
  ratePlans: [
    { externalId: 'P1', isDerived: false },
    { externalId: 'P2', isDerived: true },
  ],
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
  parts: [],
};
const neighbour = {
  listingId: 'lst_2',
  externalId: '90002',
  name: 'Sea view again',
  unitIds: ['unt_9'],
  provider: 'airbnb',
  connectionId: 'con_2',
  isActive: true,
  capacity: 4,
};

type Case = {
  readonly listing?: Partial<ListingFacts>;
  readonly unit?: Partial<UnitFacts>;
  /** Instead of the one unit. */
  readonly units?: readonly Partial<UnitFacts>[];
  readonly ratePlan?: { readonly id: string; readonly isNew: boolean };
  readonly isActive?: boolean;
  readonly others?: readonly Partial<typeof neighbour>[];
  readonly isNamedTwice?: boolean;
};

function guards(given: Case) {
  return guardsOf(
    {
      listing: { ...listing, ...given.listing },
      units: (given.units ?? [given.unit ?? {}]).map((one) => ({ ...unit, ...one })),
      provider: 'airbnb',
      connectionId: 'con_1',
      isActive: given.isActive ?? true,
      ratePlan: given.ratePlan ?? null,
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
    ['not the listing itself, mapped as it is', { others: [{ listingId: 'lst_1', unitIds: ['unt_1'] }] }, []],
    ['a unit out of use', { unit: { isArchived: true } }, ['blocks unit_archived']],
    [
      'a second listing of the channel on the unit',
      { others: [{ unitIds: ['unt_1'] }] },
      ['warns unit_twice'],
    ],
    [
      'a second listing of the account on the unit, both of which would bring bookings',
      { others: [{ unitIds: ['unt_0', 'unt_1'], connectionId: 'con_1' }] },
      ['blocks unit_twice'],
    ],
    [
      'not both of them, where one is a draft',
      { isActive: false, others: [{ unitIds: ['unt_1'], connectionId: 'con_1' }] },
      ['warns unit_twice'],
    ],
    ['as many units as are sold', { listing: { quantity: 2 }, units: [{}, { id: 'unt_2' }] }, []],
    ['fewer units than are sold', { listing: { quantity: 2 } }, ['warns quantity_differs']],
    ['more units than are sold', { units: [{}, { id: 'unt_2' }] }, ['warns quantity_differs']],
    ['one unit twice in a pool', { units: [{}, {}] }, ['blocks unit_repeated']],
    [
      'a house beside one of its rooms',
      { listing: { quantity: 2 }, units: [{}, { id: 'house', parts: ['unt_1', 'unt_3'] }] },
      ['blocks composite_and_part'],
    ],
    [
      'units of two properties, one of which has other money',
      { listing: { quantity: 2 }, units: [{}, { id: 'unt_2', propertyId: 'prp_2', currency: 'CHF' }] },
      ['warns property_differs', 'warns currency_differs'],
    ],
    ['a rate plan that takes prices', { ratePlan: { id: 'P1', isNew: true } }, []],
    [
      'a rate plan that follows another',
      { ratePlan: { id: 'P2', isNew: true } },
      ['blocks rate_plan_derived'],
    ],
    ['a rate plan that nobody knows', { ratePlan: { id: 'P9', isNew: true } }, ['blocks rate_plan_unknown']],
    [
      'a rate plan that has vanished since it was chosen',
      { ratePlan: { id: 'P9', isNew: false } },
      ['warns rate_plan_unknown'],
    ],
    ['not a listing of another channel', { others: [{ unitIds: ['unt_1'], provider: 'booking' }] }, []],
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
      { others: [{ unitIds: ['unt_1'], provider: 'booking', capacity: 2 }] },
      ['warns capacity_differs'],
    ],
    [
      'not a number of guests that one of them does not tell',
      { listing: { capacity: null }, others: [{ unitIds: ['unt_1'], provider: 'booking', capacity: 2 }] },
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
        others: [{ unitIds: ['unt_1'], capacity: 2 }],
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
    const pair = { listing: { ...listing, currency: 'USD' }, units: [unit], provider: 'airbnb', others: [] };
    const alone = { connectionId: 'con_1', isActive: true, ratePlan: null, isNamedTwice: false };
    expect(guardsOf({ ...pair, ...alone }, now)).toEqual([
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
