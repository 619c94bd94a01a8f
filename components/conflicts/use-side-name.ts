'use client';

import { useTranslations } from 'next-intl';
import { useChannelName } from '#components/records/channel-label.tsx';
import type { Side } from '#lib/domain/conflicts/schemas.ts';

/** What one claim is called, alone or inside a sentence: its guest, else where it comes from. */
export function useSideName(): (side: Side, place?: 'sentence') => string {
  const t = useTranslations('records.inbox');
  const channel = useSideChannel();
  return (side, place) => {
    if (side.guestName) return side.guestName;
    if (side.kind === 'event')
      return t(place === 'sentence' ? 'theEventOf' : 'eventOf', { channel: channel(side) });
    return t(place === 'sentence' ? 'theBookingOf' : 'bookingOf', { channel: channel(side) });
  };
}

/** Where it was sold: the channel, or the calendar's own name where that says more. */
export function useSideChannel(): (side: Side) => string {
  const channel = useChannelName();
  return (side) =>
    (side.kind === 'event' || side.channel === 'ical') && side.calendar
      ? side.calendar.name
      : channel(side.channel);
}
