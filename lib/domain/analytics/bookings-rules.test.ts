import { describe, expect, it } from 'vitest';
import { leaf, ledgerOf, stay } from '#tests/support/ledger.ts';
import { arrivingIn } from './bookings-rules.ts';
import { channelMixOf } from './channel-mix-rules.ts';
import { leadTimeOf } from './lead-time-rules.ts';

const cancelled = { status: 'cancelled' } as const;

describe('bookings that arrive in a time', () => {
  it('are those whose first room begins in it: each once, however many rooms', () => {
    const stays = [
      stay('a', -2, 3), // slept in it, arrived before
      stay('a', 4, 6, { reservation: 'two', booked: 1 }),
      stay('b', 5, 6, { reservation: 'two', booked: 1 }),
      stay('a', 9, 20),
    ];
    expect(arrivingIn(ledgerOf({ leaves: [leaf('a'), leaf('b')], stays }))).toEqual([
      { channel: 'direct', isCancelled: false, lead: 3, nights: 2 },
      { channel: 'direct', isCancelled: false, lead: null, nights: 11 },
    ]);
  });

  it('are cancelled where all of the booking is; a room given up alone is no cancellation', () => {
    const stays = [
      stay('a', 1, 2, { reservation: 'gone', ...cancelled }),
      stay('a', 3, 4, { reservation: 'half', status: 'cancelled', reservationStatus: 'confirmed' }),
      stay('b', 4, 5, { reservation: 'half' }),
      stay('b', 6, 7, { reservation: 'left out', status: 'cancelled', reservationStatus: 'confirmed' }),
    ];
    const arriving = arrivingIn(ledgerOf({ leaves: [leaf('a'), leaf('b')], stays }));
    expect(arriving.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
  });
});

describe('the mix of channels', () => {
  it('shares out each sold night once, to the channel that sold it first', () => {
    const stays = [
      stay('a', 0, 4, { channel: 'airbnb', id: 's1', total: 400 }),
      stay('a', 3, 6, { channel: 'booking', id: 's2', total: 300 }),
    ];
    const mix = channelMixOf(ledgerOf({ stays }), null, 'total');
    expect(mix.nights).toBe(6);
    expect(mix.channels).toMatchObject([
      { channel: 'airbnb', nights: 4, revenue: [{ currency: 'EUR', total: 400 }] },
      { channel: 'booking', nights: 2, revenue: [{ currency: 'EUR', total: 300 }] },
    ]);
    expect(mix.channels.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
  });

  it('counts what was cancelled apart: no night, no money, a rate', () => {
    const stays = [
      stay('a', 0, 2, { channel: 'airbnb', total: 200 }),
      stay('a', 4, 9, { channel: 'airbnb', total: 900, ...cancelled }),
      stay('a', 5, 6, { channel: 'avito', ...cancelled }),
    ];
    const mix = channelMixOf(ledgerOf({ stays }), null, 'total');
    expect(mix).toMatchObject({ nights: 2, bookings: 1, cancelled: 2, cancellationRate: 2 / 3 });
    expect(mix.channels).toMatchObject([
      {
        channel: 'airbnb',
        nights: 2,
        bookings: 1,
        cancelled: 1,
        cancellationRate: 0.5,
        revenue: [{ total: 200 }],
      },
      { channel: 'avito', nights: 0, share: 0, bookings: 0, cancelled: 1, cancellationRate: 1 },
    ]);
  });

  it('keeps a channel that brought nights a year before and brings none now', () => {
    const then = ledgerOf({
      window: { from: -364, to: -354 },
      stays: [stay('a', -364, -360, { channel: 'vrbo' })],
    });
    const mix = channelMixOf(ledgerOf({ stays: [stay('a', 0, 1)] }), then, 'total');
    expect(mix.channels).toMatchObject([
      { channel: 'direct', share: 1, beforeShare: 0 },
      { channel: 'vrbo', share: 0, beforeShare: 1 },
    ]);
  });
});

describe('the lead time', () => {
  it('leaves out what nobody knows and what was entered after the arrival, and says how many', () => {
    const stays = [
      stay('a', 1, 2, { booked: -9 }),
      stay('a', 2, 3, { booked: 2 }),
      stay('a', 3, 4, { booked: 5 }),
      stay('a', 4, 5),
      stay('a', 5, 6, { booked: -400, ...cancelled }),
    ];
    const report = leadTimeOf(ledgerOf({ stays }), null);
    expect(report).toMatchObject({
      bookings: 4,
      unknown: 1,
      late: 1,
      lead: { count: 2, median: 5, low: null },
    });
    expect(report.lead.bins.filter((bin) => bin.count > 0)).toEqual([
      { from: 0, to: 0, count: 1 },
      { from: 8, to: 14, count: 1 },
    ]);
    expect(report.stay).toMatchObject({ count: 4, median: 1 });
  });

  it('puts every booking into exactly one class', () => {
    const stays = Array.from({ length: 300 }, (_, at) => stay('a', 9, 10 + at, { booked: 9 - at }));
    const { lead, stay: length } = leadTimeOf(ledgerOf({ stays }), null);
    for (const { bins } of [lead, length]) expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(300);
  });
});
