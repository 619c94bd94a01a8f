import { arrivingIn } from './bookings-rules.ts';
import type { Ledger } from './ledger-rules.ts';
import { nightsFromTo } from './occupancy-rules.ts';
import type { LeadTimeReport } from './schemas.ts';
import { type Bin, countIn, summaryOf } from './stats-rules.ts';

export const LEAD_BINS: readonly Bin[] = [
  { from: 0, to: 0 },
  { from: 1, to: 3 },
  { from: 4, to: 7 },
  { from: 8, to: 14 },
  { from: 15, to: 30 },
  { from: 31, to: 60 },
  { from: 61, to: 90 },
  { from: 91, to: 180 },
  { from: 181, to: null },
];
export const STAY_BINS: readonly Bin[] = [
  { from: 1, to: 1 },
  { from: 2, to: 2 },
  { from: 3, to: 3 },
  { from: 4, to: 4 },
  { from: 5, to: 6 },
  { from: 7, to: 7 },
  { from: 8, to: 13 },
  { from: 14, to: 27 },
  { from: 28, to: null },
];

/** How early the guests of a time booked, and how long they stay. */
export function leadTimeOf(ledger: Ledger, earlier: Ledger | null): LeadTimeReport {
  const bookings = keptIn(ledger);
  const before = earlier ? keptIn(earlier) : [];
  const leads = leadsOf(bookings);
  const stays = bookings.map((booking) => booking.nights);
  const byChannel = Map.groupBy(bookings, ({ channel }) => channel);
  return {
    report: 'lead-time',
    ...nightsFromTo(ledger.window),
    bookings: bookings.length,
    lead: {
      ...summaryOf(leads),
      bins: countIn(LEAD_BINS, leads),
      beforeMedian: summaryOf(leadsOf(before)).median,
    },
    unknown: bookings.filter((booking) => booking.lead === null).length,
    late: bookings.filter((booking) => booking.lead !== null && booking.lead < 0).length,
    stay: {
      ...summaryOf(stays),
      bins: countIn(STAY_BINS, stays),
      beforeMedian: summaryOf(before.map((booking) => booking.nights)).median,
    },
    channels: [...byChannel]
      .map(([channel, own]) => ({
        channel,
        bookings: own.length,
        known: leadsOf(own).length,
        median: summaryOf(leadsOf(own)).median,
        medianNights: summaryOf(own.map((booking) => booking.nights)).median,
      }))
      .sort((a, b) => b.bookings - a.bookings || (a.channel < b.channel ? -1 : 1)),
    waiting: ledger.waiting,
  };
}

const keptIn = (ledger: Ledger) => arrivingIn(ledger).filter((booking) => !booking.isCancelled);

/** A booking that was entered after its guest arrived tells when somebody typed, not when somebody booked. */
function leadsOf(bookings: ReturnType<typeof arrivingIn>): number[] {
  return bookings.flatMap(({ lead }) => (lead !== null && lead >= 0 ? [lead] : []));
}
