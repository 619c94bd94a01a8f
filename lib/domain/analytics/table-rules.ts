import { type CsvCell, type CsvColumn, csvText } from '#lib/kernel/csv.ts';
import { minorDigits } from '#lib/kernel/currency.ts';
import type {
  ChannelMixReport,
  LeadTimeReport,
  OccupancyReport,
  Report,
  RevenueReport,
  SyncReport,
} from './schemas.ts';

/*
 * Reports as tables for a spreadsheet. Columns keep their names and their order in every language, dates are YYYY-MM-DD with
 * the last one left out as everywhere, money is in major units with its currency beside it, shares are 0 to 1.
 */

/** Minor units as an exact decimal: 1250 of EUR is 12.50, of JPY 1250. */
export function inMajor(minor: number | null, currency: string): CsvCell {
  if (minor === null) return null;
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = minor < 0 ? '-' : '';
  return { number: digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}` };
}

const share = (value: number | null): CsvCell => (value === null ? null : Number(value.toFixed(4)));
const rounded = (value: number | null): CsvCell => (value === null ? null : Math.round(value * 10) / 10);

function columns<Row>(of: Record<string, (row: Row) => CsvCell>): CsvColumn<Row>[] {
  return Object.entries(of).map(([name, read]) => ({ name, of: read }));
}

export function csvOf(report: Report): string {
  switch (report.report) {
    case 'occupancy':
      return occupancyCsv(report);
    case 'revenue':
      return revenueCsv(report);
    case 'channel-mix':
      return channelMixCsv(report);
    case 'lead-time':
      return leadTimeCsv(report);
    case 'sync-performance':
      return syncCsv(report);
  }
}

type Counts = OccupancyReport['total'];

/** By time, then by unit over all of it. */
function occupancyCsv({ points, units, from, to }: OccupancyReport): string {
  const nowhere = { property: null, name: null, before: null };
  type Row = Counts & {
    from: string;
    to: string;
    property: string | null;
    name: string | null;
    before: number | null;
  };
  const rows: Row[] = [
    ...points.map((point) => ({ ...nowhere, ...point })),
    ...units.map((unit) => ({ ...nowhere, ...unit, from, to })),
  ];
  return csvText(
    columns<Row>({
      from: (row) => row.from,
      to: (row) => row.to,
      property: (row) => row.property,
      unit: (row) => row.name,
      nights: (row) => row.nights,
      sold: (row) => row.sold,
      not_confirmed: (row) => row.pending,
      free: (row) => row.free,
      blocked: (row) => row.blocked,
      closed: (row) => row.closed,
      occupancy: (row) => share(row.share),
      occupancy_year_before: (row) => share(row.before),
    }),
    rows,
  );
}

function revenueCsv({ currencies, money }: RevenueReport): string {
  type Row = { currency: string } & RevenueReport['currencies'][number]['points'][number];
  const rows: Row[] = currencies.flatMap(({ currency, points }) =>
    points.map((point) => ({ ...point, currency })),
  );
  return csvText(
    columns<Row>({
      from: (row) => row.from,
      to: (row) => row.to,
      currency: (row) => row.currency,
      [money === 'total' ? 'revenue' : 'payout']: (row) => inMajor(row.total, row.currency),
      priced_nights: (row) => row.nights,
      per_night: (row) => (row.nights > 0 ? inMajor(Math.round(row.total / row.nights), row.currency) : null),
      year_before: (row) => inMajor(row.before, row.currency),
    }),
    rows,
  );
}

/** A line for each currency that a channel brings; only the first one counts its nights and bookings. */
function channelMixCsv({ channels, money }: ChannelMixReport): string {
  type Row = {
    channel: string;
    own: ChannelMixReport['channels'][number] | null;
    money: { currency: string; total: number } | null;
  };
  const rows = channels.flatMap((own): Row[] => {
    const [first = null, ...more] = own.revenue;
    return [
      { channel: own.channel, own, money: first },
      ...more.map((one) => ({ channel: own.channel, own: null, money: one })),
    ];
  });
  return csvText(
    columns<Row>({
      channel: (row) => row.channel,
      nights: (row) => row.own?.nights,
      share_of_nights: (row) => share(row.own?.share ?? null),
      share_year_before: (row) => share(row.own?.beforeShare ?? null),
      bookings_arriving: (row) => row.own?.bookings,
      cancelled: (row) => row.own?.cancelled,
      cancellation_rate: (row) => share(row.own?.cancellationRate ?? null),
      median_nights: (row) => rounded(row.own?.medianNights ?? null),
      bookings_priced: (row) => row.own?.priced,
      bookings_all: (row) => row.own?.all,
      currency: (row) => row.money?.currency,
      [money === 'total' ? 'revenue' : 'payout']: (row) =>
        row.money ? inMajor(row.money.total, row.money.currency) : null,
    }),
    rows,
  );
}

function leadTimeCsv({ lead, stay }: LeadTimeReport): string {
  type Row = { measure: string; from: number; to: number | null; count: number };
  const rows: Row[] = [
    ...lead.bins.map((bin) => ({ measure: 'days_before_arrival', ...bin })),
    ...stay.bins.map((bin) => ({ measure: 'nights_of_stay', ...bin })),
  ];
  return csvText(
    columns<Row>({
      measure: (row) => row.measure,
      from: (row) => row.from,
      to: (row) => row.to,
      bookings: (row) => row.count,
    }),
    rows,
  );
}

function syncCsv({ channels, calendars }: SyncReport): string {
  type Row = {
    kind: 'told' | 'read';
    name: string;
    calls: number;
    failed: number;
    measured: number;
    p50: number | null;
    p95: number | null;
    most: number | null;
    reasons: SyncReport['channels'][number]['reasons'];
  };
  const rows: Row[] = [
    ...channels.map((one): Row => ({ ...one, kind: 'told', name: one.channel, most: one.slowest })),
    ...calendars.map(
      (one): Row => ({
        kind: 'read',
        name: `${one.property}, ${one.name}`,
        calls: one.reads,
        failed: one.failed,
        measured: one.gaps,
        p50: one.medianGap,
        p95: null,
        most: one.longestGap,
        reasons: one.reasons,
      }),
    ),
  ];
  return csvText(
    columns<Row>({
      kind: (row) => row.kind,
      channel_or_calendar: (row) => row.name,
      calls: (row) => row.calls,
      failed: (row) => row.failed,
      measured: (row) => row.measured,
      p50_ms: (row) => rounded(row.p50),
      p95_ms: (row) => rounded(row.p95),
      slowest_ms: (row) => rounded(row.most),
      reasons: (row) => row.reasons.map(({ group, count }) => `${group} ${count}`).join('; '),
    }),
    rows,
  );
}
