import type { Message } from './schemas.ts';

type Kind = 'calendar' | 'poll' | 'webhook' | 'gate';

/**
 * What sort of thing a message is, read from the name under which an answer is compared with the last one like it:
 * "reservations 77 … <hash>", "reservation HM1 <hash>", "queue new <hash>".
 */
export function aboutOf(kind: Kind, contentHash: string): Message['about'] {
  if (kind === 'calendar') return { kind: 'feed', name: null };
  if (kind === 'webhook') return { kind: 'notification', name: null };
  if (kind === 'gate') return { kind: 'question', name: null };
  const [what = '', name = ''] = contentHash.replace(/^changed /, '').split(' ');
  const isKnown = (WHAT as readonly string[]).includes(what);
  return {
    kind: isKnown ? (what as (typeof WHAT)[number]) : 'other',
    name: NAMED.includes(what) && name ? name : null,
  };
}

const WHAT = ['reservations', 'reservation', 'queue', 'listings', 'nights'] as const;
const NAMED = ['reservations', 'reservation', 'nights'];

/** Answers that say the same list: of two only the later one says how it is. Null: each stands for itself. */
export function listName(contentHash: string): string | null {
  const [what = '', name = ''] = contentHash.split(' ');
  return what === 'reservations' && name ? `${what} ${name} ` : null;
}
