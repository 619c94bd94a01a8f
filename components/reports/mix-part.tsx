import { useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import { ChannelLabel, useChannelName } from '#components/records/channel-label.tsx';
import { Td, Th, Tr } from '#components/ui/table.tsx';
import type { ChannelMixReport } from '#lib/domain/analytics/schemas.ts';
import { Numbers } from './numbers.tsx';
import { Part } from './part.tsx';
import { sayCount, sayShare } from './say.ts';
import { useTimeWords, type View } from './time.ts';

/** Which channel brings the nights? A bar for each, with its own hue and pattern, and where it stood a year before. */
export function MixPart({ report, view }: { report: ChannelMixReport; view: View }) {
  const t = useTranslations('reports.mix');
  const all = useTranslations('reports');
  const nameOf = useChannelName();
  const time = useTimeWords(view);
  const { locale, tense } = view;
  const { channels, bookings, cancelled } = report;
  const [first] = channels;
  const widest = Math.max(...channels.map((one) => Math.max(one.share, one.beforeShare ?? 0)), 0.01);
  const direct = channels.find((one) => one.channel === 'direct');
  const hasBefore = channels.some((one) => one.beforeShare !== null);
  const share = (value: number | null) => (value === null ? '–' : sayShare(locale, value));
  return (
    <Part
      id="channels"
      question={t('question')}
      csv={first ? view.csv('channel-mix') : undefined}
      finding={
        first && report.nights > 0 ? (
          <>
            {t('finding', { channel: nameOf(first.channel), share: share(first.share), tense, time })}{' '}
            {direct && direct !== first && direct.nights > 0 ? (
              <span className="font-normal text-ink-2">{t('direct', { share: share(direct.share) })}</span>
            ) : null}
          </>
        ) : (
          t('nothing', { time })
        )
      }
      notes={
        bookings + cancelled > 0
          ? [
              t('cancelled', {
                cancelled,
                all: bookings + cancelled,
                rate: share(report.cancellationRate),
                time,
                tense,
              }),
            ]
          : []
      }
      table={
        first ? (
          <Numbers label={t('question')}>
            <thead>
              <tr>
                <Th>{t('channel')}</Th>
                <Th className="text-right">{t('nights')}</Th>
                <Th className="text-right">{t('bookings')}</Th>
                <Th className="text-right">{t('cancelledHead')}</Th>
                <Th className="text-right">{t('stay')}</Th>
                <Th className="text-right">{t('revenue', { money: report.money })}</Th>
              </tr>
            </thead>
            <tbody>
              {channels.map((one) => (
                <Tr key={one.channel}>
                  <Td>
                    <ChannelLabel channel={one.channel} />
                  </Td>
                  <Td className="text-right">{sayCount(locale, one.nights)}</Td>
                  <Td className="text-right">{sayCount(locale, one.bookings)}</Td>
                  <Td className="whitespace-nowrap text-right">
                    {one.cancelled > 0
                      ? `${sayCount(locale, one.cancelled)} (${share(one.cancellationRate)})`
                      : '–'}
                  </Td>
                  <Td className="text-right">
                    {one.medianNights === null ? '–' : sayCount(locale, one.medianNights)}
                  </Td>
                  <Td className="text-right">
                    {one.revenue.map(({ currency, total }) => (
                      <span key={currency} className="block whitespace-nowrap">
                        {sayMoney(locale, total, currency)}
                      </span>
                    ))}
                    {one.priced < one.all ? (
                      <span className="block text-ink-2 text-xs">
                        {t('priced', { priced: one.priced, all: one.all })}
                      </span>
                    ) : null}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Numbers>
        ) : undefined
      }
    >
      {report.nights > 0 ? (
        <ul className="flex max-w-3xl flex-col gap-2.5 [print-color-adjust:exact]">
          {channels.map((one) => (
            <li
              key={one.channel}
              data-channel={one.channel}
              className="grid grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-x-3"
            >
              <ChannelLabel channel={one.channel} />
              <span className="flex items-center gap-2">
                <span className="relative h-6 min-w-0 flex-1">
                  <span
                    className="absolute inset-y-0 left-0 flex overflow-hidden rounded-sm bg-(--fill) ring-(--edge) ring-1 ring-inset"
                    style={{ width: `${(one.share / widest) * 100}%` }}
                  >
                    <span className="h-full w-2.5 shrink-0 edged bg-repeat" />
                  </span>
                  {one.beforeShare === null ? null : (
                    <span
                      title={`${all('yearBefore')}: ${share(one.beforeShare)}`}
                      className="absolute -inset-y-1 w-0.5 bg-ink ring-2 ring-canvas"
                      style={{ left: `calc(${(one.beforeShare / widest) * 100}% - 1px)` }}
                    />
                  )}
                </span>
                <span className="tnum w-11 shrink-0 text-sm sm:w-32">
                  <span className="font-medium">{share(one.share)}</span>{' '}
                  <span className="text-ink-2 max-sm:hidden">{all('nights', { count: one.nights })}</span>
                </span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {hasBefore && report.nights > 0 ? (
        <p className="mt-2 inline-flex items-center gap-2 text-ink-2 text-sm">
          <span aria-hidden className="h-3.5 w-0.5 bg-ink" />
          {all('yearBefore')}
        </p>
      ) : null}
    </Part>
  );
}
