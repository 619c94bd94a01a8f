import { useTranslations } from 'next-intl';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { PLATFORM_NAMES } from '#components/calendars/platforms.ts';
import { cn } from '#components/ui/cn.ts';

/** A channel's name in the reader's language; names of companies stay as they are. */
export function useChannelName(): (channel: string | null) => string {
  const t = useTranslations('common');
  return (channel) => {
    if (channel === 'direct') return t('direct');
    return CHANNEL_NAMES[channel ?? ''] ?? PLATFORM_NAMES[channel ?? ''] ?? t('icalSource');
  };
}

export function ChannelLabel({ channel, className }: { channel: string | null; className?: string }) {
  const name = useChannelName();
  return (
    <span className={cn('inline-flex min-w-0 max-w-full items-center gap-2 align-top', className)}>
      <ChannelMark channel={channel ?? 'ical'} />
      <span className="truncate">{name(channel)}</span>
    </span>
  );
}
