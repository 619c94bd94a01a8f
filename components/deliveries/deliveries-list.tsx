import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { sayDuration } from '#components/records/duration.tsx';
import { Moment } from '#components/records/moment.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Delivery } from '#lib/domain/deliveries/schemas.ts';
import { OutcomeState, outcomeOf } from './outcome.tsx';

const COLUMNS =
  'md:grid md:grid-cols-[7.5rem_minmax(0,5fr)_5.5rem_minmax(0,5fr)_6rem_1rem] md:items-start md:gap-x-4';

/** What channels were told, newest first: one line each, opened by a click. */
export function DeliveriesList({ deliveries }: { deliveries: readonly Delivery[] }) {
  const t = useTranslations('deliveries');
  return (
    <div className="rounded-lg border border-line bg-panel">
      <div
        aria-hidden
        className={`hidden border-line border-b px-4 py-2 font-medium text-ink-2 text-sm ${COLUMNS}`}
      >
        <span>{t('time')}</span>
        <span>{t('what')}</span>
        <span className="text-right">{t('nights')}</span>
        <span>{t('answer')}</span>
        <span className="text-right" title={t('lateMeans')}>
          {t('late')}
        </span>
        <span />
      </div>
      <ul>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </div>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const t = useTranslations('deliveries');
  const locale = useLocale();
  const { id, provider, account, kind, startedAt, nights, latenessMs, error } = delivery;
  const channel = CHANNEL_NAMES[provider] ?? provider;
  return (
    <li
      className={`relative flex flex-wrap gap-x-3 gap-y-1 border-line border-b px-4 py-2.5 transition-colors last:border-b-0 hover:bg-hover/50 ${COLUMNS}`}
    >
      <Link
        href={`/channels/deliveries/${id}`}
        className="tnum order-1 text-sm after:absolute after:inset-0 md:order-none"
      >
        <Moment at={startedAt} look="seconds" className="md:hidden" />
        <Moment at={startedAt} className="max-md:hidden" />
        <span className="sr-only">{t('open', { name: account })}</span>
      </Link>
      <div className="flex w-full min-w-0 items-start gap-2.5 md:w-auto">
        <ChannelMark channel={provider} className="mt-0.5 shrink-0" />
        <div className="min-w-0">
          <p className="break-words font-medium">{t(`kind.${kind}`)}</p>
          <p className="truncate text-ink-2 text-sm" title={`${channel}: ${account}`}>
            <span className="sr-only">{channel}: </span>
            {account}
          </p>
        </div>
      </div>
      <span className="tnum order-2 text-sm md:order-none md:text-right">
        <span className="md:hidden">{t('nightCount', { count: nights })}</span>
        <span aria-hidden className="max-md:hidden">
          {nights}
        </span>
      </span>
      <div className="w-full min-w-0 md:w-auto">
        <OutcomeState outcome={outcomeOf(delivery)} />
        {error ? (
          <p lang="en" className="line-clamp-2 break-words text-ink-2 text-sm" title={error}>
            {error}
          </p>
        ) : null}
      </div>
      <span className="tnum order-3 ml-auto text-right text-ink-2 text-sm md:order-none md:ml-0">
        {latenessMs === null ? (
          <span aria-hidden className="max-md:hidden">
            —
          </span>
        ) : (
          <>
            <span className="md:hidden">{t('lateAfter', { time: sayDuration(locale, latenessMs) })}</span>
            <span title={t('lateMeans')} className="max-md:hidden">
              {sayDuration(locale, latenessMs)}
            </span>
          </>
        )}
      </span>
      <Icon name="chevron-right" className="order-4 size-4 self-center text-ink-3 md:order-none" />
    </li>
  );
}
