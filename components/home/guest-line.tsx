import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { useChannelName } from '#components/records/channel-label.tsx';
import { cn } from '#components/ui/cn.ts';
import { StateLight } from '#components/ui/state-light.tsx';
import type { Guest } from '#lib/domain/availability/today-rules.ts';
import { shortGuest } from './place.ts';

/** Who: the channel's sign, a short name that opens the reservation, and a hand where two claim the nights. */
export function GuestName({ guest, className }: { guest: Guest; className?: string }) {
  const t = useTranslations('home.day');
  const common = useTranslations('common');
  const channel = useChannelName();
  const locale = useLocale();
  const full =
    guest.kind === 'closure'
      ? (guest.source ?? '')
      : (guest.name ?? t('booking', { channel: channel(guest.channel) }));
  const title = [
    full,
    guest.kind === 'stay' ? channel(guest.channel) : t('maybeLong'),
    `${sayStay(locale, guest.checkIn, guest.checkOut)}, ${common('nights', {
      count: nightsIn(guest.checkIn, guest.checkOut),
    })}`,
    guest.tentative ? t('tentative') : '',
  ]
    .filter(Boolean)
    .join('\n');
  const name = guest.kind === 'stay' ? shortGuest(full) : full;
  return (
    <span title={title} className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
      <ChannelMark channel={guest.channel} />
      <span className="sr-only">{channel(guest.channel)}: </span>
      {guest.reservationId ? (
        <Link
          href={`/reservations/${guest.reservationId}`}
          className={cn('truncate font-medium hover:underline', guest.tentative && 'italic')}
        >
          {name}
        </Link>
      ) : (
        <span className="truncate text-ink-2">{name}</span>
      )}
      {guest.inConflict ? <StateLight kind="needs_you" label={t('inConflict')} /> : null}
    </span>
  );
}
