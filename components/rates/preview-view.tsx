'use client';

import { useLocale, useTranslations } from 'next-intl';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { addDays } from '#components/format/days.ts';
import { sayMoney } from '#components/format/money.ts';
import { sayNight } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import type { RatePreview } from '#lib/domain/explain/schemas.ts';

type Channel = RatePreview['channels'][number];
type Change = Channel['changes'][number];
const SHOWN = 6;

/** What would change here and what each channel would be told, before anything is saved. */
export function PreviewView({
  preview,
  pending,
  onSave,
  onBack,
}: {
  preview: RatePreview;
  pending: boolean;
  onSave: () => void;
  onBack: () => void;
}) {
  const t = useTranslations('rates.preview');
  const { changedNights, units, unpricedNights, channels, calls } = preview;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-4">
      <div aria-live="polite">
        <p className="font-medium">
          {t('here', { count: changedNights })}
          {changedNights === 0 ? null : t('inUnits', { units })}
        </p>
        {unpricedNights > 0 ? (
          <p className="mt-1 text-ink-2 text-sm">{t('unpriced', { count: unpricedNights })}</p>
        ) : null}
      </div>
      {changedNights === 0 ? null : channels.length === 0 ? (
        <p className="text-ink-2">{t('noChannels')}</p>
      ) : (
        <>
          <ul className="flex flex-col border-line border-t">
            {channels.map((channel) => (
              <ChannelChanges key={channel.mappingId} channel={channel} />
            ))}
          </ul>
          <p className="text-ink-2 text-sm">{t('calls', { count: calls })}</p>
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {changedNights === 0 ? null : (
          <Button kind="primary" pending={pending} onClick={onSave}>
            {t(calls > 0 ? 'save' : 'saveOnly')}
          </Button>
        )}
        <Button onClick={onBack}>{t('back')}</Button>
      </div>
    </section>
  );
}

function ChannelChanges({ channel }: { channel: Channel }) {
  const t = useTranslations('rates');
  const locale = useLocale();
  const rest = channel.changes.length - SHOWN + channel.moreChanges;
  return (
    <li className="flex flex-col gap-1.5 border-line border-b py-3">
      <p className="flex min-w-0 items-center gap-2">
        <ChannelMark channel={channel.provider} />
        <span
          className="min-w-0 flex-1 truncate font-medium"
          title={`${channel.account}: ${channel.listing}`}
        >
          <span className="sr-only">{CHANNEL_NAMES[channel.provider] ?? channel.provider}: </span>
          {channel.listing}
        </span>
        <span className="tnum shrink-0 text-ink-2 text-sm">
          {t('preview.nights', { count: channel.nights })}
        </span>
      </p>
      {channel.unsent ? <State kind="paused">{t(`unsent.${channel.unsent}`)}</State> : null}
      <ul className="tnum flex flex-col gap-1 text-sm">
        {channel.changes.slice(0, SHOWN).map((change) => (
          <li key={change.from}>
            <span className="text-ink-2">{sayRun(locale, change)}</span>
            <Fields change={change} currency={channel.currency} />
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="text-ink-2 text-sm">{t('preview.more', { count: rest })}</p> : null}
    </li>
  );
}

function sayRun(locale: string, { from, to }: Change): string {
  const last = addDays(to, -1);
  return from === last ? sayNight(locale, from) : `${sayNight(locale, from)} – ${sayNight(locale, last)}`;
}

const FIELDS = ['units', 'priceMinor', 'minStay', 'maxStay', 'closedToArrival', 'closedToDeparture'] as const;

function Fields({ change, currency }: { change: Change; currency: string | null }) {
  const t = useTranslations('rates.preview');
  const say = useValue(currency);
  const fields = FIELDS.filter((field) => change.becomes[field] !== undefined);
  const becomes = (field: (typeof FIELDS)[number]) => (
    <ins className="font-medium no-underline">{say(field, change.becomes[field] ?? null)}</ins>
  );
  const isUnknown = fields.every((field) => (change.was[field] ?? null) === null);
  return (
    <ul className="flex flex-wrap gap-x-3">
      {isUnknown ? (
        <li className="text-ink-2">
          {t('unknown')} <span aria-hidden>→</span>
        </li>
      ) : null}
      {fields.map((field) => (
        <li key={field}>
          {isUnknown || (change.was[field] ?? null) === change.becomes[field] ? null : (
            <>
              <del className="text-ink-2 no-underline">{say(field, change.was[field] ?? null)}</del>
              <span aria-hidden> → </span>
            </>
          )}
          {becomes(field)}
        </li>
      ))}
    </ul>
  );
}

function useValue(currency: string | null) {
  const t = useTranslations('rates.preview');
  const locale = useLocale();
  return (field: (typeof FIELDS)[number], value: number | boolean | null): string => {
    if (value === null) return t('unknown');
    if (field === 'closedToArrival') return t(value ? 'noArrival' : 'arrival');
    if (field === 'closedToDeparture') return t(value ? 'noDeparture' : 'departure');
    const count = Number(value);
    if (field === 'priceMinor') return currency ? sayMoney(locale, count, currency) : String(count);
    if (field === 'minStay') return t('min', { value: count });
    if (field === 'maxStay') return t('max', { value: count });
    return count === 0 ? t('closed') : count === 1 ? t('open') : t('left', { count });
  };
}
