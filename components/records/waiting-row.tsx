'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { mappingPath } from '#components/connections/mapping-path.ts';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { isProvider } from '#lib/domain/connections/labels.ts';
import type { Waiting } from '#lib/domain/intake/schemas.ts';
import { ChannelLabel, useChannelName } from './channel-label.tsx';

const PlaceDialog = dynamic(() => import('./place-dialog.tsx').then((module) => module.PlaceDialog));
const DismissDialog = dynamic(() => import('./dismiss-dialog.tsx').then((module) => module.DismissDialog));

export type WaitingRights = { readonly settle: boolean; readonly map: boolean };

/** One thing that waits: what it is, whether anything protects its nights, since when, and what ends the waiting. */
export function WaitingRow({ item, rights }: { item: Waiting; rights: WaitingRights }) {
  const t = useTranslations('waiting');
  const common = useTranslations('common');
  const locale = useLocale();
  const [open, setOpen] = useState<'place' | 'dismiss' | null>(null);
  const channel = useChannelName()(item.provider);
  const isUnmapped = item.kind === 'unmapped';
  // A booking without a unit, and one that only the channel can end, are not to be wished away.
  const mayDismiss = rights.settle && (item.kind === 'unknown_status' || item.kind === 'unreadable');
  const name = item.guestName ?? (item.externalId ? t('code', { code: item.externalId }) : t('something'));
  const { provider, connection } = item;
  const mapHref =
    isProvider(provider) && connection
      ? mappingPath({ provider, id: connection.id }, item.listing?.id)
      : null;
  return (
    <li
      id={item.id}
      className="flex scroll-mt-16 flex-wrap items-start gap-x-5 gap-y-2.5 border-line border-b px-4 py-3.5 last:border-b-0 xl:grid xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_minmax(0,5fr)]"
    >
      <div className="flex min-w-0 flex-[2_1_18rem] flex-col gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <State kind={item.hasAlarm ? 'bad' : 'needs_you'} chip>
            {t(`kind.${item.kind}`)}
          </State>
          <ChannelLabel channel={item.provider} className="text-sm" />
        </p>
        <p className="mt-1 break-words font-medium">
          {item.reservationId ? (
            <Link href={`/reservations/${item.reservationId}`} className="hover:underline">
              {name}
            </Link>
          ) : (
            name
          )}
        </p>
        {item.checkIn && item.checkOut ? (
          <p className="tnum">
            {sayStay(locale, item.checkIn, item.checkOut, item.since.slice(0, 10))}
            <span className="text-ink-2">
              {' · '}
              {common('nights', { count: nightsIn(item.checkIn, item.checkOut) })}
            </span>
          </p>
        ) : null}
        <p className="break-words text-ink-2 text-sm">
          {[item.listing?.name, item.connection?.accountName].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="flex min-w-0 flex-[3_1_20rem] flex-col gap-1 text-sm">
        {item.checkIn || item.protection === 'held' ? (
          <State kind={item.protection === 'held' ? 'good' : 'bad'} className="font-medium">
            {t(`protection.${item.protection}`)}
          </State>
        ) : null}
        <p className="max-w-xl text-ink-2" title={item.reason ?? undefined}>
          {t(item.reason === 'withdrawn_unapplied' ? 'means.withdrawn' : `means.${item.kind}`, {
            channel,
            word: item.channelStatus ?? '—',
          })}
        </p>
        <p className="tnum flex flex-wrap gap-x-3">
          {t('hours', { count: item.hours })}
          {item.messageId ? (
            <Link
              href={`/channels/messages/${item.messageId}`}
              className="text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current"
            >
              {t('said')}
            </Link>
          ) : null}
        </p>
      </div>
      {isUnmapped || mayDismiss ? (
        <div className="flex w-full flex-wrap gap-2 xl:w-auto xl:justify-end">
          {isUnmapped && rights.map && mapHref ? (
            <Button asChild kind="primary">
              <Link href={mapHref}>{t('map')}</Link>
            </Button>
          ) : null}
          {isUnmapped && rights.settle ? (
            <Button onClick={() => setOpen('place')}>{t('place.action')}</Button>
          ) : null}
          {mayDismiss ? (
            <Button kind="quiet" onClick={() => setOpen('dismiss')}>
              {t('dismiss.action')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {open === 'place' ? <PlaceDialog item={item} name={name} onClose={() => setOpen(null)} /> : null}
      {open === 'dismiss' ? (
        <DismissDialog item={item} name={name} channel={channel} onClose={() => setOpen(null)} />
      ) : null}
    </li>
  );
}
