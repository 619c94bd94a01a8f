import { useTranslations } from 'next-intl';
import { addDays } from '#components/format/days.ts';
import { ChannelLabel, useChannelName } from '#components/records/channel-label.tsx';
import { sayDuration } from '#components/records/duration.tsx';
import { State } from '#components/ui/state.tsx';
import { Td, Th, Tr } from '#components/ui/table.tsx';
import type { SyncReport } from '#lib/domain/analytics/schemas.ts';
import { Numbers } from './numbers.tsx';
import { Part } from './part.tsx';
import { sayCount, sayDates } from './say.ts';
import { logPlace } from './scale.ts';
import type { View } from './time.ts';

const TICKS = [10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000];

/** How soon do channels learn of a change? From the middle to the slowest one in twenty, on a scale of powers of ten. */
export function SyncPart({ report, view }: { report: SyncReport; view: View }) {
  const t = useTranslations('reports.sync');
  const nameOf = useChannelName();
  const { locale } = view;
  const measured = report.channels.filter((one) => one.p50 !== null);
  const slowest = measured.reduce<(typeof measured)[number] | null>(
    (most, one) => (most === null || (one.p50 ?? 0) > (most.p50 ?? 0) ? one : most),
    null,
  );
  const [calls, failed] = [sum(report.channels, 'calls'), sum(report.channels, 'failed')];
  const span = sayDates(locale, report.from, report.to);
  return (
    <Part
      id="sync"
      question={t('question')}
      csv={calls > 0 || report.calendars.length > 0 ? view.csv('sync-performance') : undefined}
      finding={
        slowest?.p50 != null ? (
          <>
            {t('finding', {
              within: sayDuration(locale, slowest.p50),
              channel: nameOf(slowest.channel),
              channels: measured.length === 1 ? 'one' : 'several',
            })}{' '}
            <span className="font-normal text-ink-2">{t('failed', { failed, calls })}</span>
          </>
        ) : (
          t('nothing')
        )
      }
      notes={[
        t('how', { span }),
        ...(measured.some((one) => one.p95 === null) ? [t('few')] : []),
        t('kept', {
          date: sayDates(locale, report.keptFrom, addDays(report.keptFrom, 1)),
          isCut: String(report.isCut),
        }),
      ]}
      table={report.channels.length > 0 ? <ChannelTable channels={report.channels} view={view} /> : undefined}
    >
      {measured.length > 0 ? <Ranges channels={measured} locale={locale} /> : null}
      {report.calendars.length > 0 ? <Calendars calendars={report.calendars} locale={locale} /> : null}
    </Part>
  );
}

const sum = <K extends string>(rows: readonly Record<K, number>[], key: K) =>
  rows.reduce((total, row) => total + row[key], 0);

function Ranges({ channels, locale }: { channels: SyncReport['channels']; locale: string }) {
  const t = useTranslations('reports.sync');
  const say = (ms: number) => sayDuration(locale, ms);
  return (
    <ul className="max-w-3xl [print-color-adjust:exact]">
      {channels.map((one) => {
        const from = logPlace(one.p50 ?? 0) * 100;
        const to = one.p95 === null ? from : logPlace(one.p95) * 100;
        return (
          <li
            key={one.channel}
            data-channel={one.channel}
            className="grid grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-x-3"
          >
            <ChannelLabel channel={one.channel} />
            <span className="relative block h-11">
              <Grid />
              <span
                aria-hidden
                className="absolute top-5 h-1.5 rounded-full bg-(--edge)"
                style={{ left: `${from}%`, width: `${to - from}%` }}
              />
              <span
                aria-hidden
                className="absolute top-[1.0625rem] size-3 -translate-x-1/2 rounded-full bg-(--edge) ring-2 ring-canvas"
                style={{ left: `${from}%` }}
              />
              <span
                className="tnum absolute top-0 whitespace-nowrap text-xs"
                style={from > 40 ? { right: `${100 - from}%` } : { left: `${from}%` }}
              >
                <span className="font-medium">{say(one.p50 ?? 0)}</span>
                <span className="text-ink-2">
                  {one.p95 === null ? '' : ` – ${say(one.p95)}`}
                  <span className="max-sm:hidden"> · {t('n', { count: one.measured })}</span>
                </span>
              </span>
            </span>
          </li>
        );
      })}
      <li
        aria-hidden
        className="grid grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[8.5rem_minmax(0,1fr)] gap-x-3"
      >
        <span />
        <span className="relative block h-5 text-ink-2 text-xs">
          {TICKS.map((tick) => (
            <span
              key={tick}
              className="absolute -translate-x-1/2 whitespace-nowrap first:translate-x-0 last:-translate-x-full max-sm:nth-[even]:hidden"
              style={{ left: `${logPlace(tick) * 100}%` }}
            >
              {say(tick)}
            </span>
          ))}
        </span>
      </li>
    </ul>
  );
}

function Grid() {
  return TICKS.map((tick) => (
    <span
      key={tick}
      aria-hidden
      className="absolute inset-y-0 w-px bg-line"
      style={{ left: `${logPlace(tick) * 100}%` }}
    />
  ));
}

function Reasons({
  reasons,
  locale,
}: {
  reasons: SyncReport['channels'][number]['reasons'];
  locale: string;
}) {
  const t = useTranslations('reports.sync');
  if (reasons.length === 0) return null;
  return (
    <ul className="text-ink-2 text-sm">
      {reasons.map(({ group, count }) => (
        <li key={group}>{t('reason', { reason: t(`reasons.${group}`), count: sayCount(locale, count) })}</li>
      ))}
    </ul>
  );
}

function Failed({ count, locale }: { count: number; locale: string }) {
  return count > 0 ? <State kind="bad">{sayCount(locale, count)}</State> : <State kind="good">0</State>;
}

function ChannelTable({ channels, view: { locale } }: { channels: SyncReport['channels']; view: View }) {
  const t = useTranslations('reports.sync');
  const say = (ms: number | null) => (ms === null ? '–' : sayDuration(locale, ms));
  return (
    <Numbers label={t('question')}>
      <thead>
        <tr>
          <Th>{t('channel')}</Th>
          <Th className="text-right">{t('calls')}</Th>
          <Th className="text-right">{t('measured')}</Th>
          <Th className="text-right">{t('p50')}</Th>
          <Th className="text-right">{t('p95')}</Th>
          <Th className="text-right">{t('slowest')}</Th>
          <Th>{t('failedHead')}</Th>
        </tr>
      </thead>
      <tbody>
        {channels.map((one) => (
          <Tr key={one.channel}>
            <Td>
              <ChannelLabel channel={one.channel} />
            </Td>
            <Td className="text-right">{sayCount(locale, one.calls)}</Td>
            <Td className="text-right">{sayCount(locale, one.measured)}</Td>
            <Td className="whitespace-nowrap text-right">{say(one.p50)}</Td>
            <Td className="whitespace-nowrap text-right">{say(one.p95)}</Td>
            <Td className="whitespace-nowrap text-right">{say(one.slowest)}</Td>
            <Td>
              <Failed count={one.failed} locale={locale} />
              <Reasons reasons={one.reasons} locale={locale} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Numbers>
  );
}

/** Calendars tell nothing by themselves: between two reads nobody knows. */
function Calendars({ calendars, locale }: { calendars: SyncReport['calendars']; locale: string }) {
  const t = useTranslations('reports.sync');
  const say = (ms: number | null) => (ms === null ? '–' : sayDuration(locale, ms));
  return (
    <div className="mt-6 max-w-4xl">
      <h3 className="mb-1 font-medium">{t('calendars')}</h3>
      <p className="mb-2.5 text-ink-2 text-sm">{t('calendarsMean')}</p>
      <Numbers label={t('calendars')}>
        <thead>
          <tr>
            <Th>{t('calendar')}</Th>
            <Th className="text-right">{t('reads')}</Th>
            <Th className="text-right">{t('every')}</Th>
            <Th className="text-right">{t('gap')}</Th>
            <Th className="text-right">{t('longest')}</Th>
            <Th>{t('failedHead')}</Th>
          </tr>
        </thead>
        <tbody>
          {calendars.map((one) => (
            <Tr key={one.id}>
              <Td className="min-w-36">
                {one.property}, {one.name}
              </Td>
              <Td className="text-right">{sayCount(locale, one.reads)}</Td>
              <Td className="whitespace-nowrap text-right">{say(one.intervalMinutes * 60_000)}</Td>
              <Td className="whitespace-nowrap text-right">{say(one.medianGap)}</Td>
              <Td className="whitespace-nowrap text-right">{say(one.longestGap)}</Td>
              <Td>
                <Failed count={one.failed} locale={locale} />
                <Reasons reasons={one.reasons} locale={locale} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Numbers>
    </div>
  );
}
