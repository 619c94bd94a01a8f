'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { useChannelName } from '#components/records/channel-label.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-names.ts';
import type { Arrival } from '#lib/domain/arrivals/schemas.ts';
import { countByChannel } from './arrange.ts';
import { showNight } from './show-night.ts';

type Ways = { onHold: (isHeld: boolean) => void; onClose: () => void };

/** One booking: where from, where to, who and when, and the way to it. */
export function ArrivalToast({ arrival, ...ways }: { arrival: Arrival } & Ways) {
  const t = useTranslations('arrivals');
  const common = useTranslations('common');
  const locale = useLocale();
  const name = useChannelName();
  const { unitName, propertyName, guestName, checkIn, checkOut, rooms } = arrival;
  const nights = common('nights', { count: nightsIn(checkIn, checkOut) });
  const place = propertyName && propertyName !== unitName ? `${unitName}, ${propertyName}` : unitName;
  const title = t(arrival.status === 'pending' ? 'asked' : 'booked', { channel: name(arrival.channel) });
  return (
    <Toast channels={[arrival.channel]} title={title} {...ways}>
      <p className="break-words font-medium">
        {place ?? t('noUnit')}
        {rooms > 1 ? (
          <span className="font-normal text-ink-2"> {t('moreRooms', { count: rooms - 1 })}</span>
        ) : null}
      </p>
      <p className="break-words text-ink-2 text-sm">
        {guestName ?? t('noName')} · {sayStay(locale, checkIn, checkOut)}, {nights}
      </p>
      {unitName === null ? (
        <Way icon="arrow-right" href={`/reservations/${arrival.reservationId}`} onFollow={ways.onClose}>
          {t('open')}
        </Way>
      ) : (
        <Way
          icon="calendar-days"
          href={`/calendar?from=${checkIn}`}
          onFollow={(event) => {
            if (showNight(checkIn)) event.preventDefault();
            ways.onClose();
          }}
        >
          {t('show')}
        </Way>
      )}
    </Toast>
  );
}

/** More than can be read in a moment: how many, of which channels. */
export function CountedToast({
  arrivals,
  hasMore,
  ...ways
}: { arrivals: readonly Arrival[]; hasMore: boolean } & Ways) {
  const t = useTranslations('arrivals');
  const name = useChannelName();
  const counts = countByChannel(arrivals);
  return (
    <Toast
      channels={counts.slice(0, 3).map(([channel]) => channel)}
      title={t(hasMore ? 'countedAndMore' : 'counted', { count: arrivals.length })}
      {...ways}
    >
      <p className="break-words text-ink-2 text-sm">
        {counts.map(([channel, count]) => t('ofChannel', { channel: name(channel), count })).join(', ')}
      </p>
      <Way icon="arrow-right" href="/reservations" onFollow={ways.onClose}>
        {t('list')}
      </Way>
    </Toast>
  );
}

function Toast({
  channels,
  title,
  children,
  onHold,
  onClose,
}: { channels: readonly string[]; title: string; children: ReactNode } & Ways) {
  const t = useTranslations('common');
  const here = useRef<HTMLDivElement>(null);
  const hold = useRef(onHold);
  hold.current = onHold;

  useEffect(() => {
    const item = here.current?.closest('li');
    if (!item) return;
    const enter = () => hold.current(true);
    const leave = (event: FocusEvent) => {
      const isInside = event.relatedTarget instanceof Node && item.contains(event.relatedTarget);
      if (!isInside) hold.current(false);
    };
    item.addEventListener('focusin', enter);
    item.addEventListener('focusout', leave);
    return () => {
      item.removeEventListener('focusin', enter);
      item.removeEventListener('focusout', leave);
    };
  }, []);

  return (
    <div
      ref={here}
      data-arrival
      data-channel={channels[0]}
      className="flex min-w-0 flex-1 items-start gap-2.5"
    >
      <span aria-hidden className="absolute inset-y-0 left-0 w-1 rounded-l-lg edged" />
      <span className="mt-0.5 flex shrink-0 gap-1">
        {channels.map((channel) => (
          <ChannelMark key={channel} channel={channel} className="size-5 text-[10px]" />
        ))}
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words text-ink-2 text-sm">{title}</p>
        {children}
      </div>
      <Button
        kind="quiet"
        size="iconSm"
        onClick={onClose}
        aria-label={t('close')}
        title={t('close')}
        className="-mt-1 -mr-1.5"
      >
        <Icon name="x" />
      </Button>
    </div>
  );
}

function Way({
  icon,
  href,
  onFollow,
  children,
}: {
  icon: IconName;
  href: string;
  onFollow: (event: MouseEvent) => void;
  children: ReactNode;
}) {
  return (
    <Button asChild kind="link" size="inline" className="mt-1.5 min-h-6">
      <Link href={href} onClick={onFollow}>
        <Icon name={icon} />
        {children}
      </Link>
    </Button>
  );
}
