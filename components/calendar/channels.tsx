import { CalendarDays, PenLine } from 'lucide-react';
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

/** A channel's sign: a letter on its hue, or a drawing for what has no name. Decorative: the name stands beside it or in the label. */
export function ChannelMark({ channel, className }: { channel: string; className?: string }) {
  const letter = LETTERS[channel];
  return (
    <span
      data-channel={channel}
      aria-hidden
      className={cn(
        'inline-grid size-4 shrink-0 place-items-center rounded-[4px] bg-(--edge) font-semibold text-[9px] text-canvas leading-none',
        className,
      )}
    >
      {letter ??
        (channel === 'direct' ? (
          <PenLine strokeWidth={2.25} className="size-2.5" />
        ) : (
          <CalendarDays strokeWidth={2.25} className="size-2.5" />
        ))}
    </span>
  );
}
