import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import { cn } from '#components/ui/cn.ts';
import { Td, Th, Tr } from '#components/ui/table.tsx';
import type { RevenueReport } from '#lib/domain/analytics/schemas.ts';
import { type Column, Columns, Legend } from './columns.tsx';
import { Numbers } from './numbers.tsx';
import { Part } from './part.tsx';
import { sayChange, sayCount, sayList, sayPiece, sayShort, saySum } from './say.ts';
import { ticksFor } from './scale.ts';
import { doneShare, useTimeWords, type View } from './time.ts';

const NAMED = 5;
type Purse = RevenueReport['currencies'][number];

/** What do the nights bring? In one currency at a time. */
export function RevenuePart({
  report,
  view,
  currency,
  hrefFor,
}: {
  report: RevenueReport;
  view: View;
  /** The one to draw; null: the one with the most nights. */
  currency: string | null;
  hrefFor: (currency: string) => string;
}) {
  const t = useTranslations('reports.revenue');
  const all = useTranslations('reports');
  const time = useTimeWords(view);
  const { locale, tense, grain, today } = view;
  const drawn = report.currencies.find((one) => one.currency === currency) ?? report.currencies[0];
  const { bookings, unpriced, money } = report;
  const names = unpriced.properties.map(({ name }) => name);
  const notes = [
    ...(bookings.all > bookings.priced
      ? [t('unpriced', { ...bookings, missing: bookings.all - bookings.priced, money })]
      : []),
    ...(names.length > 0
      ? [
          t('properties', {
            count: names.length,
            names: sayList(locale, [...names.slice(0, NAMED), ...(names.length > NAMED ? ['…'] : [])]),
          }),
        ]
      : []),
  ];
  if (!drawn)
    return (
      <Part
        id="revenue"
        question={t('question')}
        finding={t(bookings.all > 0 ? 'noPrices' : 'nothing', { time })}
        notes={notes}
      >
        {bookings.all > 0 ? <p className="max-w-2xl text-ink-2">{t('teach')}</p> : null}
      </Part>
    );
  const change = drawn.before === null ? null : sayChange(locale, drawn.total, drawn.before);
  const ticks = ticksFor(Math.max(...drawn.points.map((point) => Math.max(point.total, point.before ?? 0))));
  return (
    <Part
      id="revenue"
      question={t('question')}
      csv={view.csv('revenue')}
      finding={
        <>
          {t('finding', {
            amount: saySum(locale, drawn.total, drawn.currency),
            tense,
            time,
            nights: drawn.nights,
          })}{' '}
          {change ? <span className="font-normal text-ink-2">{t('change', { change })}</span> : null}
        </>
      }
      notes={[
        t('spread', { money }),
        ...notes,
        ...(report.currencies.length > 1 ? [t('apart')] : []),
        ...(report.currencies.some((one) => one.isRevparAtLeast) ? [t('atLeast')] : []),
      ]}
      table={<RevenueTable purse={drawn} view={view} />}
    >
      <Purses report={report} drawn={drawn} hrefFor={hrefFor} locale={locale} />
      <Columns
        label={t('chart', { grain, currency: drawn.currency })}
        about={t('about')}
        columns={drawn.points.map((point): Column => {
          const title = sayPiece(locale, point.from, point.to, grain, false);
          return {
            key: point.from,
            value: point.total,
            done: point.total * doneShare(point, today),
            before: point.before,
            label: sayPiece(locale, point.from, point.to, grain, true),
            tip: {
              title,
              lines: [
                { label: t(money), value: sayMoney(locale, point.total, drawn.currency) },
                { label: t('pricedNights'), value: sayCount(locale, point.nights) },
                ...(point.before === null
                  ? []
                  : [{ label: all('yearBefore'), value: sayMoney(locale, point.before, drawn.currency) }]),
              ],
            },
          };
        })}
        ticks={ticks.map((value) => ({ value, label: sayShort(locale, value, drawn.currency) }))}
      />
      <Legend
        marks={[
          ...(tense === 'ahead' ? [] : [{ mark: 'done' as const, label: t('earned') }]),
          ...(tense === 'past' ? [] : [{ mark: 'ahead' as const, label: t('booked') }]),
          ...(drawn.before === null ? [] : [{ mark: 'before' as const, label: all('yearBefore') }]),
        ]}
      />
    </Part>
  );
}

/** A line for each currency: the sum, and what a night brings. */
function Purses({
  report,
  drawn,
  hrefFor,
  locale,
}: {
  report: RevenueReport;
  drawn: Purse;
  hrefFor: (currency: string) => string;
  locale: string;
}) {
  const t = useTranslations('reports.revenue');
  const isOne = report.currencies.length === 1;
  return (
    <div className="mb-4 max-w-3xl">
      <Numbers label={t('byCurrency')}>
        <thead>
          <tr>
            <Th>{t('currency')}</Th>
            <Th className="text-right">{t(report.money)}</Th>
            <Th className="text-right">{t('adr')}</Th>
            <Th className="text-right">{t('revpar')}</Th>
          </tr>
        </thead>
        <tbody>
          {report.currencies.map((one) => {
            const here = one.currency === drawn.currency;
            return (
              <Tr key={one.currency}>
                <Td className={cn(here && 'font-medium')}>
                  {isOne ? (
                    one.currency
                  ) : (
                    <Link
                      href={hrefFor(one.currency)}
                      scroll={false}
                      aria-current={here ? 'true' : undefined}
                      className={cn(
                        'underline decoration-line-strong underline-offset-4 hover:decoration-current',
                        here && 'decoration-2 decoration-accent',
                      )}
                    >
                      {one.currency}
                    </Link>
                  )}
                </Td>
                <Td className="whitespace-nowrap text-right">{sayMoney(locale, one.total, one.currency)}</Td>
                <Td className="whitespace-nowrap text-right">
                  {one.adr === null ? '–' : sayMoney(locale, one.adr, one.currency)}
                </Td>
                <Td className="whitespace-nowrap text-right">
                  {one.revpar === null
                    ? '–'
                    : `${one.isRevparAtLeast ? '≥ ' : ''}${sayMoney(locale, one.revpar, one.currency)}`}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Numbers>
    </div>
  );
}

function RevenueTable({ purse, view: { locale, grain } }: { purse: Purse; view: View }) {
  const t = useTranslations('reports.revenue');
  const all = useTranslations('reports');
  const say = (minor: number | null) => (minor === null ? '–' : sayMoney(locale, minor, purse.currency));
  return (
    <Numbers label={t('chart', { grain, currency: purse.currency })}>
      <thead>
        <tr>
          <Th>{all('time.label')}</Th>
          <Th className="text-right">{t('total')}</Th>
          <Th className="text-right">{t('pricedNights')}</Th>
          <Th className="text-right">{all('yearBefore')}</Th>
        </tr>
      </thead>
      <tbody>
        {purse.points.map((point) => (
          <Tr key={point.from}>
            <Td className="whitespace-nowrap">{sayPiece(locale, point.from, point.to, grain, false)}</Td>
            <Td className="whitespace-nowrap text-right font-medium">{say(point.total)}</Td>
            <Td className="text-right">{sayCount(locale, point.nights)}</Td>
            <Td className="whitespace-nowrap text-right">{say(point.before)}</Td>
          </Tr>
        ))}
      </tbody>
    </Numbers>
  );
}
