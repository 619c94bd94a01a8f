import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { type KnownNight, TAKEN, UNKNOWN_NIGHT, type WantedNight } from './types.ts';
import { withoutRefused } from './withdrawn-rules.ts';

const WANTED: WantedNight = {
  night: night('2026-05-10'),
  own: [],
  left: 1,
  units: 1,
  priceMinor: 15_000,
  minStay: null,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
};
const want = (more: Partial<WantedNight> = {}): WantedNight => ({ ...WANTED, ...more });

/** Open for 150.00; a price of 0.01 was refused. */
const refused = (more: Partial<KnownNight> = {}): KnownNight => ({
  ...UNKNOWN_NIGHT,
  values: { units: 1, priceMinor: 15_000 },
  sent: { units: 1, priceMinor: 1 },
  sentState: 'failed',
  sentError: 'no',
  ...more,
});

describe('what was refused', () => {
  it.each([
    ['what stands there is wanted again', want()],
    ['nobody asks for a price any more', want({ priceMinor: null })],
    ['the channel has a guest of its own there', want({ units: null })],
  ])('is forgotten where %s', (_, wanted) => {
    expect(withoutRefused(wanted, refused(), 1)).toEqual({ units: 1 });
  });

  it.each([
    ['it is wanted still', want({ priceMinor: 1 }), refused()],
    ['another price is to be told', want({ priceMinor: 16_000 }), refused()],
    ['the night is to be closed', want({ units: 0 }), refused()],
    ['nobody knows whether it is open', want(), refused({ values: { priceMinor: 15_000 } })],
    ['the channel has a booking there that we have not heard of', want(), refused({ sentError: TAKEN })],
    ['nothing was', want(), refused({ sentState: 'confirmed' })],
    ['no answer has come', want(), refused({ sentState: 'sent' })],
  ])('is not forgotten where %s', (_, wanted, has) => {
    expect(withoutRefused(wanted, has, 1)).toBeNull();
  });

  it('counts what the channel has sold itself', () => {
    const own = [
      {
        checkIn: night('2026-05-10'),
        checkOut: night('2026-05-11'),
        isPlaced: true,
        heardAt: Temporal.Instant.from('2026-05-01T00:00Z'),
        happenedAt: null,
      },
    ];
    const has = refused({ values: { units: 3, priceMinor: 15_000 }, sent: { units: 2, priceMinor: 1 } });
    expect(withoutRefused(want({ own, units: 3 }), has, 5)).toEqual({ units: 2 });
    expect(withoutRefused(want({ own, units: 2 }), has, 5)).toBeNull();
  });
});
