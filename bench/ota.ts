import { addNights, night } from '#lib/kernel/nights.ts';
import { bookingDoor } from '#lib/providers/booking/door.ts';
import { notification, own, ownRoom } from '#lib/providers/booking/examples.ts';
import { planPush } from '#lib/providers/booking/push-plan.ts';
import type { BenchRow } from './row.ts';

/*
 * Reading OpenTravel messages, from bytes to rooms with nights and money, card data blanked on the way (target for 500
 * reservations: 140 ms, better 40), and planning a price edit of a year over 50 room types.
 */

const CARD =
  '<PaymentCard CardCode="VI" CardNumber="4111111111111111" SeriesCode="737" ExpireDate="0128"><CardHolderName>Ann Example</CardHolderName></PaymentCard>';

function message(count: number): Uint8Array {
  const nights = Array.from({ length: 5 }, (_, at) => [addNights(night('2026-03-01'), at), '6050'] as const);
  const one = (at: number) =>
    own({ id: String(4_000_000_000 + at), rooms: [ownRoom({ index: String(at), nights })], card: CARD });
  return Buffer.from(notification(Array.from({ length: count }, (_, at) => one(at))));
}

function measure(name: string, rounds: number, work: () => void): BenchRow {
  for (let round = 0; round < Math.max(3, rounds / 4); round++) work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const since = performance.now();
    work();
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 100) / 100;
  return { name, unit: 'ms', value: at(0.5), n: rounds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function read(bytes: Uint8Array, count: number): void {
  const { items } = bookingDoor.read(bytes, 'application/xml');
  if (items.filter((item) => item.reservation).length !== count) throw new Error('not all were read');
}

export function run(): BenchRow[] {
  const rows = [1, 50, 500].map((count) => {
    const bytes = message(count);
    const size = Math.round(bytes.byteLength / 1024);
    return measure(`ota read, ${count} reservations, ${size} KiB`, count === 500 ? 40 : 100, () =>
      read(bytes, count),
    );
  });
  const from = night('2027-01-15');
  const ranges = Array.from({ length: 50 }, (_, at) => ({
    listing: { externalId: String(at), groupId: '777', ratePlanId: '2001', currency: 'EUR' },
    checkIn: from,
    checkOut: addNights(from, 365),
    set: { priceMinor: 9_900 },
  }));
  const calls = planPush(ranges).length;
  return [
    ...rows,
    measure(
      `ota plan, prices of 365 nights × 50 room types: ${calls} calls`,
      20,
      () => void planPush(ranges),
    ),
  ];
}

if (import.meta.main) console.table(run());
