import { cn } from '#components/ui/cn.ts';

export const CHANNEL_NAMES: Record<string, string> = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  avito: 'Avito',
  vrbo: 'Vrbo',
  expedia: 'Expedia',
  agoda: 'Agoda',
};

const LETTERS: Record<string, string> = {
  airbnb: 'A',
  booking: 'B',
  avito: 'Av',
  vrbo: 'V',
  expedia: 'E',
  agoda: 'Ag',
};

/** A pen for what was entered here, a calendar for what came by one: of Lucide (ISC), each one line, for hundreds are drawn. */
const DRAWINGS = {
  direct:
    'M13 21h8M21.17 6.81a1 1 0 0 0-3.98-3.98L3.84 16.17a2 2 0 0 0-.5.83l-1.32 4.35a.5.5 0 0 0 .62.63l4.36-1.32a2 2 0 0 0 .83-.5z',
  ical: 'M8 2v4M16 2v4M3 10h18M5 4h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z',
};

/** A channel's sign: a letter on its hue, or a drawing for what has no name. Decorative: the name stands beside it or in the label. */
export function ChannelMark({ channel, className }: { channel: string; className?: string }) {
  const letter = LETTERS[channel];
  return (
    <span data-channel={channel} aria-hidden className={cn('channel-mark', className)}>
      {letter ?? (
        <svg
          aria-hidden
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth={2.25}
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d={channel === 'direct' ? DRAWINGS.direct : DRAWINGS.ical} />
        </svg>
      )}
    </span>
  );
}
