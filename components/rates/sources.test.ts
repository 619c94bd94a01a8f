import { expect, it } from 'vitest';
import { type RateUnit, rowsOf } from './model.ts';
import { sourcesOf } from './sources.ts';

const channel = (mappingId: string, listing: string): RateUnit['channels'][number] => ({
  mappingId,
  connectionId: 'con_a',
  provider: 'booking',
  account: 'Ada',
  listing,
  stopped: null,
  runs: [],
});
const unit = (name: string, property: string, channels: RateUnit['channels']): RateUnit => ({
  unitId: name,
  name,
  propertyId: property,
  property,
  timezone: 'UTC',
  currency: 'EUR',
  channels,
  taken: [],
  nights: [],
});

it('names each listing once: by its unit, and a pool by the property that it stands in', () => {
  const pool = channel('map_pool', 'Doubles');
  const rows = rowsOf(
    [
      unit('Room 1', 'Mill', [pool, channel('map_1', 'The first')]),
      unit('Room 2', 'Mill', [pool]),
      unit('Barn', 'Barn', [channel('map_barn', 'Old barn')]),
    ],
    { q: '', property: null },
  ).filter((row) => row.kind === 'unit');
  expect(sourcesOf(rows)).toEqual([
    { mappingId: 'map_barn', label: 'Barn · Booking.com: Old barn' },
    { mappingId: 'map_pool', label: 'Mill · Booking.com: Doubles' },
    { mappingId: 'map_1', label: 'Mill, Room 1 · Booking.com: The first' },
  ]);
});
