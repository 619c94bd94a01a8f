import { arrivingIn, rateOf } from './bookings-rules.ts';
import { type Ledger, layOut, type MoneyKind, placesOf, SOLD, spreadStay, worthOf } from './ledger-rules.ts';
import { nightsFromTo } from './occupancy-rules.ts';
import type { ChannelMixReport } from './schemas.ts';
import { summaryOf } from './stats-rules.ts';

/** Where the nights of a time come from; the channel that brings most of them first. */
export function channelMixOf(ledger: Ledger, earlier: Ledger | null, money: MoneyKind): ChannelMixReport {
  const nights = nightsByChannel(ledger);
  const total = sumOf(nights);
  const before = earlier ? nightsByChannel(earlier) : null;
  const beforeTotal = before ? sumOf(before) : 0;
  const arriving = Map.groupBy(arrivingIn(ledger), ({ channel }) => channel);
  const revenue = revenueByChannel(ledger, money);
  const names = new Set([
    ...nights.keys(),
    ...arriving.keys(),
    ...(beforeTotal > 0 ? (before?.keys() ?? []) : []),
  ]);
  const channels = [...names].map((channel) => {
    const bookings = arriving.get(channel) ?? [];
    const kept = bookings.filter((booking) => !booking.isCancelled);
    const cancelled = bookings.length - kept.length;
    const own = revenue.get(channel);
    return {
      channel,
      nights: nights.get(channel) ?? 0,
      share: total > 0 ? (nights.get(channel) ?? 0) / total : 0,
      beforeShare: beforeTotal > 0 ? (before?.get(channel) ?? 0) / beforeTotal : null,
      bookings: kept.length,
      cancelled,
      cancellationRate: rateOf(cancelled, kept.length),
      medianNights: summaryOf(kept.map((booking) => booking.nights)).median,
      priced: own?.priced.size ?? 0,
      all: own?.all.size ?? 0,
      revenue: [...(own?.byCurrency ?? [])]
        .map(([currency, minor]) => ({ currency, total: minor }))
        .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    };
  });
  const [bookings, cancelled] = [sum(channels, 'bookings'), sum(channels, 'cancelled')];
  return {
    report: 'channel-mix',
    ...nightsFromTo(ledger.window),
    nights: total,
    channels: channels.sort(
      (a, b) => b.nights - a.nights || b.bookings - a.bookings || (a.channel < b.channel ? -1 : 1),
    ),
    bookings,
    cancelled,
    cancellationRate: rateOf(cancelled, bookings),
    money,
    waiting: ledger.waiting,
  };
}

const sum = <K extends string>(rows: readonly Record<K, number>[], key: K) =>
  rows.reduce((total, row) => total + row[key], 0);
const sumOf = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);

/** Each sold night once, for the channel that sold it first. */
function nightsByChannel(ledger: Ledger): Map<string, number> {
  const { nights, channels } = layOut(ledger);
  const counts = new Map<string, number>();
  for (const state of nights) {
    const channel = channels[state - SOLD];
    if (channel !== undefined) counts.set(channel, (counts.get(channel) ?? 0) + 1);
  }
  return counts;
}

type Purse = { all: Set<string>; priced: Set<string>; byCurrency: Map<string, number> };

function revenueByChannel(ledger: Ledger, kind: MoneyKind): Map<string, Purse> {
  const { window } = ledger;
  const frame = { window, index: new Uint16Array(window.to - window.from), buckets: [window] };
  const places = placesOf(ledger);
  const worth = worthOf(ledger, kind);
  const purses = new Map<string, Purse>();
  for (const stay of ledger.stays) {
    const place = places.of(stay[2]);
    if (stay[5] !== 'active' || place.here.length === 0) continue;
    const purse = purses.get(stay[6]) ?? { all: new Set(), priced: new Set(), byCurrency: new Map() };
    purses.set(stay[6], purse);
    purse.all.add(stay[1]);
    const money = worth(stay);
    if (!money) continue;
    purse.priced.add(stay[1]);
    spreadStay(stay, money.minor, place, frame, (_unit, _bucket, _nights, minor) => {
      purse.byCurrency.set(money.currency, (purse.byCurrency.get(money.currency) ?? 0) + minor);
    });
  }
  return purses;
}
