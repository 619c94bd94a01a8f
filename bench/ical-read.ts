import { night } from '#lib/kernel/nights.ts';
import { feedReader } from '#lib/providers/ical/read.ts';
import type { BenchRow } from './row.ts';

/*
 * Reading a feed: bytes to nights. Targets on two cores: 1,000 all-day events in 12 ms, 20,000 in 300 ms (so linear),
 * 1,000 mixed ones (zones, times, rules) in 60 ms.
 */

const OPTIONS = {
  timeZone: 'Europe/Berlin',
  today: night('2026-11-20'),
  unitIds: ['unit1'],
  instanceId: 'bench',
  host: null,
};

function calendar(lines: readonly string[]): Uint8Array {
  const all = ['BEGIN:VCALENDAR', 'PRODID:-//Bench//EN', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''];
  return Buffer.from(all.join('\r\n'), 'utf8');
}

/** The first of a stay of `index`, three nights after the last one's, as YYYYMMDD. */
function day(index: number, offset: number): string {
  const at = Temporal.PlainDate.from('2026-01-01').add({ days: ((index * 3) % 1_200) + offset });
  return at.toString().replaceAll('-', '');
}

function allDay(index: number): string[] {
  return [
    'BEGIN:VEVENT',
    'DTSTAMP:20261120T120000Z',
    `DTSTART;VALUE=DATE:${day(index, 0)}`,
    `DTEND;VALUE=DATE:${day(index, 3)}`,
    'SUMMARY:Reserved',
    `UID:1418fb94e984-${index}@example.com`,
    'END:VEVENT',
  ];
}

function airbnbLike(index: number): string[] {
  const lines = allDay(index);
  lines.splice(
    -1,
    0,
    'DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/de',
    ' tails/HMABCDEFGH\\nPhone Number (Last 4 Digits): 0000',
  );
  return lines;
}

/** A half all-day, a quarter timed, a fifth in Berlin's clock, one in twenty recurring. */
function mixed(index: number): string[] {
  const lines = allDay(index);
  if (index % 20 === 7)
    lines.splice(
      4,
      0,
      `RRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=${4 + (index % 9)}`,
      `EXDATE;VALUE=DATE:${day(index, 7)}`,
    );
  else if (index % 4 === 1)
    lines.splice(2, 2, `DTSTART:${day(index, 0)}T140000Z`, `DTEND:${day(index, 3)}T090000Z`);
  else if (index % 5 === 0)
    lines.splice(
      2,
      2,
      `DTSTART;TZID=Europe/Berlin:${day(index, 0)}T150000`,
      `DTEND;TZID=Europe/Berlin:${day(index, 2)}T100000`,
    );
  return lines;
}

function events(count: number, make: (index: number) => string[]): Uint8Array {
  return calendar(Array.from({ length: count }, (_, index) => make(index)).flat());
}

async function measure(name: string, rounds: number, work: () => unknown): Promise<BenchRow> {
  for (let round = 0; round < Math.max(3, rounds / 4); round++) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const since = performance.now();
    await work();
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 100) / 100;
  return { name, unit: 'ms', value: at(0.5), n: rounds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

async function read(body: Uint8Array, atLeast: number): Promise<void> {
  const answer = await feedReader.read(body, OPTIONS);
  if (answer.verdict !== 'accepted' || answer.events.length < atLeast)
    throw new Error(`the feed was not read: ${JSON.stringify(answer).slice(0, 200)}`);
}

export async function run(): Promise<BenchRow[]> {
  const thousand = events(1_000, allDay);
  const airbnb = events(1_000, airbnbLike);
  const many = events(20_000, allDay);
  const mix = events(1_000, mixed);
  return [
    await measure('ical read, 1,000 all-day events', 60, () => read(thousand, 1_000)),
    await measure('ical read, 1,000 all-day events with description', 60, () => read(airbnb, 1_000)),
    await measure('ical read, 20,000 all-day events', 15, () => read(many, 20_000)),
    await measure('ical read, 1,000 mixed events', 40, () => read(mix, 1_000)),
    await measure('ical content hash, 1,000 events', 60, () => feedReader.contentHash(airbnb)),
  ];
}

if (import.meta.main) console.table(await run());
