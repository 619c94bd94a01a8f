import type { Reason } from '#lib/domain/protection/schemas.ts';

/** Where a reason is mended, and the word on the button; null while it mends itself. */
export function mendOf({ kind, at }: Reason): { readonly href: string; readonly word: Word } | null {
  const subject = at.startsWith('unt_') ? `/units/${at}` : at.startsWith('prp_') ? `/properties/${at}` : null;
  switch (kind) {
    case 'clash':
      return { href: `/inbox?unit=${at}`, word: 'clash' };
    case 'deaf':
    case 'paused':
    case 'doubtful':
      return subject ? { href: subject, word: 'calendar' } : { href: '/channels', word: 'channel' };
    case 'refused':
      return { href: '/channels/deliveries?outcome=refused', word: 'answers' };
    case 'drift':
    case 'late':
    case 'stopped':
    case 'unproven':
      return { href: '/channels', word: 'channel' };
    case 'unread':
    case 'awaited':
      return subject ? { href: subject, word: 'readers' } : null;
    case 'notRead':
      return { href: `${subject}?open=export`, word: 'share' };
    case 'notFollowed':
      return { href: `${subject}?open=import`, word: 'follow' };
    case 'syncing':
    case 'adopting':
    case 'owed':
    case 'behind':
      return null;
  }
}

type Word = 'clash' | 'calendar' | 'channel' | 'answers' | 'readers' | 'share' | 'follow';
