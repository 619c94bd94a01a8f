import type { Message } from './schemas.ts';

/** Why a message of this sort can never be applied again, as a code; null where it can be tried. */
export function whyNot(message: Pick<Message, 'about' | 'source'>): string | null {
  if (message.source.name === null) return 'source_gone';
  switch (message.about.kind) {
    case 'feed':
    case 'reservations':
    case 'reservation':
    case 'queue':
      return null;
    case 'notification':
      // One that hands a booking over is one channel's way; elsewhere it only hints.
      return message.source.provider === 'booking' ? null : 'hint';
    case 'question':
      return 'question';
    case 'nights':
      return 'nights';
    case 'listings':
      return 'listings';
    case 'other':
      return 'other';
  }
}
