import { useTranslations } from 'next-intl';
import { ChannelLabel } from '#components/records/channel-label.tsx';
import { Td, Th, Tr } from '#components/ui/table.tsx';
import type { LeadTimeReport } from '#lib/domain/analytics/schemas.ts';
import { type Column, Columns } from './columns.tsx';
import { Numbers } from './numbers.tsx';
import { Part } from './part.tsx';
import { sayCount, sayShare } from './say.ts';
import { ticksFor } from './scale.ts';
import { useTimeWords, type View } from './time.ts';

type Bins = LeadTimeReport['lead']['bins'];

/** How early do guests book? */
export function LeadPart({ report, view }: { report: LeadTimeReport; view: View }) {
  const t = useTranslations('reports.lead');
  const time = useTimeWords(view);
  const { lead, unknown, late, bookings } = report;
  const { locale } = view;
  const median = lead.median === null ? null : Math.round(lead.median);
  return (
    <Part
      id="lead"
      question={t('question')}
      csv={bookings > 0 ? view.csv('lead-time') : undefined}
      finding={
        median === null ? (
          t(bookings > 0 ? 'noTimes' : 'nothing', { time })
        ) : (
          <>
            {t('finding', { days: median })}{' '}
            <span className="font-normal text-ink-2">
              {lead.low !== null && lead.high !== null
                ? t('half', { low: Math.round(lead.low), high: Math.round(lead.high) })
                : t('few', { count: lead.count })}
              {lead.beforeMedian === null ? '' : ` ${t('before', { days: Math.round(lead.beforeMedian) })}`}
            </span>
          </>
        )
      }
      notes={[
        t('counted', { known: lead.count, all: bookings, time }),
        ...(unknown > 0 ? [t('unknown', { count: unknown })] : []),
        ...(late > 0 ? [t('late', { count: late })] : []),
      ]}
      table={
        bookings > 0 ? (
          <div className="flex flex-col gap-5">
            <BinTable bins={lead.bins} of={lead.count} head={t('daysBefore')} view={view} />
            <Numbers label={t('byChannel')}>
              <thead>
                <tr>
                  <Th>{t('channel')}</Th>
                  <Th className="text-right">{t('bookings')}</Th>
                  <Th className="text-right">{t('known')}</Th>
                  <Th className="text-right">{t('median')}</Th>
                </tr>
              </thead>
              <tbody>
                {report.channels.map((one) => (
                  <Tr key={one.channel}>
                    <Td>
                      <ChannelLabel channel={one.channel} />
                    </Td>
                    <Td className="text-right">{sayCount(locale, one.bookings)}</Td>
                    <Td className="text-right">{sayCount(locale, one.known)}</Td>
                    <Td className="text-right">{one.median === null ? '–' : sayCount(locale, one.median)}</Td>
                  </Tr>
                ))}
              </tbody>
            </Numbers>
          </div>
        ) : undefined
      }
    >
      {median === null ? null : (
        <Histogram bins={lead.bins} of={lead.count} label={t('chart')} axis={t('daysBefore')} view={view} />
      )}
    </Part>
  );
}

/** How long do they stay? */
export function StayPart({ report, view }: { report: LeadTimeReport; view: View }) {
  const t = useTranslations('reports.stay');
  const time = useTimeWords(view);
  const { stay } = report;
  return (
    <Part
      id="stay"
      question={t('question')}
      csv={stay.count > 0 ? view.csv('lead-time') : undefined}
      finding={
        stay.median === null ? (
          t('nothing', { time })
        ) : (
          <>
            {t('finding', { nights: Math.round(stay.median) })}{' '}
            <span className="font-normal text-ink-2">
              {stay.average === null ? '' : t('average', { nights: sayCount(view.locale, stay.average) })}
              {stay.beforeMedian === null ? '' : ` ${t('before', { nights: Math.round(stay.beforeMedian) })}`}
            </span>
          </>
        )
      }
      notes={[t('counted', { count: stay.count, time })]}
      table={
        stay.count > 0 ? (
          <BinTable bins={stay.bins} of={stay.count} head={t('nights')} view={view} />
        ) : undefined
      }
    >
      {stay.median === null ? null : (
        <Histogram bins={stay.bins} of={stay.count} label={t('chart')} axis={t('nights')} view={view} />
      )}
    </Part>
  );
}

const sayBin = ({ from, to }: Bins[number]) =>
  to === null ? `${from}+` : to === from ? `${from}` : `${from}–${to}`;

function Histogram({
  bins,
  of,
  label,
  axis,
  view,
}: {
  bins: Bins;
  of: number;
  label: string;
  axis: string;
  view: View;
}) {
  const t = useTranslations('reports.lead');
  const { locale } = view;
  const ticks = ticksFor(Math.max(...bins.map((bin) => bin.count)), 4).filter(Number.isInteger);
  return (
    <>
      <Columns
        label={label}
        about={axis}
        height={140}
        allLabels
        columns={bins.map(
          (bin): Column => ({
            key: sayBin(bin),
            value: bin.count,
            done: bin.count,
            before: null,
            label: sayBin(bin),
            tip: {
              title: `${axis}: ${sayBin(bin)}`,
              lines: [
                { label: t('bookings'), value: sayCount(locale, bin.count) },
                { label: t('share'), value: sayShare(locale, of > 0 ? bin.count / of : 0) },
              ],
            },
          }),
        )}
        ticks={ticks.map((value) => ({ value, label: sayCount(locale, value) }))}
      />
      <p className="text-center text-ink-2 text-xs">{axis}</p>
    </>
  );
}

function BinTable({
  bins,
  of,
  head,
  view: { locale },
}: {
  bins: Bins;
  of: number;
  head: string;
  view: View;
}) {
  const t = useTranslations('reports.lead');
  return (
    <Numbers label={head}>
      <thead>
        <tr>
          <Th>{head}</Th>
          <Th className="text-right">{t('bookings')}</Th>
          <Th className="text-right">{t('share')}</Th>
        </tr>
      </thead>
      <tbody>
        {bins.map((bin) => (
          <Tr key={bin.from}>
            <Td>{sayBin(bin)}</Td>
            <Td className="text-right">{sayCount(locale, bin.count)}</Td>
            <Td className="text-right">{of > 0 ? sayShare(locale, bin.count / of) : '–'}</Td>
          </Tr>
        ))}
      </tbody>
    </Numbers>
  );
}
