import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { dayNumber } from '#components/format/days.ts';
import { Td, Th, Tr } from '#components/ui/table.tsx';
import type { OccupancyReport } from '#lib/domain/analytics/schemas.ts';
import { type Column, Columns, Legend } from './columns.tsx';
import { Numbers } from './numbers.tsx';
import { Part } from './part.tsx';
import { sayCount, sayPiece, sayShare } from './say.ts';
import { doneShare, useTimeWords, type View } from './time.ts';

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** How many of the nights are sold? */
export function OccupancyPart({ report, view }: { report: OccupancyReport; view: View }) {
  const t = useTranslations('reports.occupancy');
  const all = useTranslations('reports');
  const time = useTimeWords(view);
  const { locale, today, tense, grain } = view;
  const { total, before, base, points } = report;
  const share = (value: number | null) => (value === null ? '–' : sayShare(locale, value));
  const columns = points.map((point): Column => {
    const value = point.share ?? 0;
    return {
      key: point.from,
      value,
      done: value * doneShare(point, today),
      before: point.before,
      label: sayPiece(locale, point.from, point.to, grain, true),
      tip: {
        title: sayPiece(locale, point.from, point.to, grain, false),
        lines: [
          {
            label: t('sold'),
            value: t('of', { sold: sayCount(locale, point.sold), nights: sayCount(locale, point.nights) }),
          },
          { label: t('share'), value: share(point.share) },
          ...(point.before === null ? [] : [{ label: all('yearBefore'), value: share(point.before) }]),
          ...(point.blocked + point.closed > 0
            ? [{ label: t('notForSale'), value: sayCount(locale, point.blocked + point.closed) }]
            : []),
        ],
      },
    };
  });
  // Points are those of the shares as they are shown: 61 % against 60 % is one, whatever was rounded away.
  const beforeWords = (shareNow: number, shareThen: number) => {
    const points = Math.round(shareNow * 100) - Math.round(shareThen * 100);
    if (points === 0) return t('same');
    return t(points > 0 ? 'above' : 'below', { points: Math.abs(points), share: share(shareThen) });
  };
  const [first, last, now] = [report.from, report.to, today].map(dayNumber);
  const at = ((now ?? 0) - (first ?? 0)) / ((last ?? 1) - (first ?? 0));
  return (
    <Part
      id="occupancy"
      question={t('question')}
      csv={view.csv('occupancy')}
      finding={
        <>
          {total.share === null
            ? t('nothing', { time })
            : t('finding', {
                share: share(total.share),
                base,
                tense,
                time,
                sold: total.sold,
                nights: total.nights,
              })}{' '}
          {before?.share != null && total.share !== null ? (
            <span className="font-normal text-ink-2">{beforeWords(total.share, before.share)}</span>
          ) : null}
        </>
      }
      notes={[
        t(base === 'all' ? 'baseAll' : 'baseSellable', { blocked: total.blocked, closed: total.closed }),
        ...(total.pending > 0 ? [t('pending', { nights: total.pending })] : []),
        ...(report.partTime.began + report.partTime.ended > 0 ? [t('partTime', report.partTime)] : []),
        ...(before && tense !== 'past' ? [t('asItEnded')] : []),
        ...(report.waiting > 0
          ? [
              <Link
                key="waiting"
                href="/inbox"
                className="underline decoration-line-strong underline-offset-4"
              >
                {all('waiting', { stays: report.waiting })}
              </Link>,
            ]
          : []),
      ]}
      table={<OccupancyTables report={report} view={view} share={share} />}
    >
      <Columns
        label={t('chart', { grain })}
        about={t('about')}
        columns={columns}
        ticks={TICKS.map((value) => ({ value, label: sayShare(locale, value) }))}
        now={at > 0 && at < 1 ? { at, label: all('today') } : undefined}
      />
      <Legend
        marks={[
          ...(tense === 'ahead' ? [] : [{ mark: 'done' as const, label: t('slept') }]),
          ...(tense === 'past' ? [] : [{ mark: 'ahead' as const, label: t('ahead') }]),
          ...(before ? [{ mark: 'before' as const, label: all('yearBefore') }] : []),
        ]}
      />
    </Part>
  );
}

function OccupancyTables({
  report,
  view: { locale, grain },
  share,
}: {
  report: OccupancyReport;
  view: View;
  share: (value: number | null) => string;
}) {
  const t = useTranslations('reports.occupancy');
  const all = useTranslations('reports');
  type Counts = OccupancyReport['total'];
  const numbers = (row: Counts) => (
    <>
      <Td className="text-right">{sayCount(locale, row.sold)}</Td>
      <Td className="text-right">{sayCount(locale, row.free)}</Td>
      <Td className="text-right">{sayCount(locale, row.blocked)}</Td>
      <Td className="text-right">{sayCount(locale, row.closed)}</Td>
      <Td className="text-right font-medium">{share(row.share)}</Td>
    </>
  );
  const heads = ['sold', 'free', 'blocked', 'closed', 'share'] as const;
  return (
    <div className="flex flex-col gap-5">
      <Numbers label={t('chart', { grain })}>
        <thead>
          <tr>
            <Th>{all('time.label')}</Th>
            {heads.map((head) => (
              <Th key={head} className="text-right">
                {t(head)}
              </Th>
            ))}
            <Th className="text-right">{all('yearBefore')}</Th>
          </tr>
        </thead>
        <tbody>
          {report.points.map((point) => (
            <Tr key={point.from}>
              <Td className="whitespace-nowrap">{sayPiece(locale, point.from, point.to, grain, false)}</Td>
              {numbers(point)}
              <Td className="text-right">{share(point.before)}</Td>
            </Tr>
          ))}
        </tbody>
      </Numbers>
      <Numbers label={t('byUnit')}>
        <thead>
          <tr>
            <Th>{all('unit')}</Th>
            {heads.map((head) => (
              <Th key={head} className="text-right">
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.units.map((unit) => (
            <Tr key={unit.unitId}>
              <Td className="min-w-36">
                {unit.name === unit.property ? unit.name : `${unit.property}, ${unit.name}`}
              </Td>
              {numbers(unit)}
            </Tr>
          ))}
        </tbody>
      </Numbers>
    </div>
  );
}
