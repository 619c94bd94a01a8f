import { addDays } from '#components/format/days.ts';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';

/**
 * What a row of the journal says, as keys of `journal.said` with their values. Values that are ids or dates are
 * marked, so that whoever shows them can say them; nothing here knows a language.
 */
export type JournalSentence = {
  readonly key: string;
  readonly stay?: { readonly checkIn: string; readonly checkOut: string };
  readonly was?: { readonly checkIn: string; readonly checkOut: string };
  readonly unitId?: string | null;
  readonly wasUnitId?: string | null;
  /** What it is about, where its own name is what one looks for. */
  readonly aboutId?: string;
};

type Facts = Record<string, unknown>;

const GUEST = ['guestName', 'guestEmail', 'guestPhone'];
const KNOWN = new Set([
  'block.created',
  'block.updated',
  'block.deleted',
  'unit.created',
  'unit.updated',
  'unit.archived',
  'property.created',
  'property.updated',
  'property.archived',
  'subscriber.created',
  'subscriber.updated',
  'subscriber.rotated',
  'subscriber.revoked',
  'feed_token.regenerated',
  'turnover_link.created',
  'turnover_link.revoked',
  'calendar.paused',
  'calendar.resumed',
  'organization.created',
  'organization.renamed',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'invitation.created',
  'invitation.revoked',
  'invitation.accepted',
  'user.changed',
  'user.password_changed',
  'session.started',
  'session.revoked',
  'api_key.created',
  'api_key.revoked',
  'channel.configured',
  'closure.appeared',
  'closure.gone',
  'closure.folded',
  'reservation.folded',
  'echo.recognised',
  'event.missing',
  'event.judged_same_booking',
  'event.judged_distinct',
  'conflict.opened',
  'conflict.resolved',
  'conflict.reopened',
  'calendar.created',
  'calendar.deleted',
  'found_closure.kept',
  'found_closure.opened',
  'found_closure.found',
  'found_closure.gone',
  'push.forced',
  'mapping.created',
  'mapping.activated',
  'mapping.deactivated',
  'mapping.changed',
  'mapping.removed',
  'listing.found',
  'listing.changed',
  'listing.back',
  'listing.gone',
  'listing.renamed',
  'booking.quarantined',
  'booking.dismissed',
  'booking.restored',
  'webhook.altered',
  'connection.connected',
  'connection.reconnected',
  'connection.disconnected',
  'connection.paused',
  'connection.resumed',
  'connection.expired',
  'connection.failing',
  'connection.recovered',
]);

export function sentencesOf(item: JournalItem): JournalSentence[] {
  const [before, after] = [factsOf(item.before), factsOf(item.after)];
  const stay = nightsOf(after) ?? nightsOf(before);
  const was = nightsOf(before);
  const unitId = textOf(after?.unitId) ?? item.unitId;
  const ofUnit = item.subject.kind === 'unit' ? item.subject.id : unitId;
  const about = {
    ...(stay ? { stay } : {}),
    ...(was ? { was } : {}),
    unitId: ofUnit,
    aboutId: item.subject.id,
  };
  switch (item.action) {
    case 'reservation.created':
      return [{ key: 'created', ...about }];
    case 'reservation.cancelled':
      return [{ key: 'cancelled', ...about }];
    case 'reservation.revived':
      return [{ key: 'revived', ...about }];
    case 'reservation.updated':
      return changesOf(before, after, about);
    case 'closure.moved':
      return [{ key: 'closureMoved', ...about }];
    case 'rates.set':
      return [ratesOf(item, after)];
    case 'connection.updated':
      return [{ key: after && 'markupBp' in after ? 'connectionPriced' : 'connectionUpdated' }];
    default:
      return KNOWN.has(item.action) ? [{ key: camel(item.action), ...about }] : [{ key: 'other', ...about }];
  }
}

/** Of one unit, or of several; its nights go from the first to the last that is other than before. */
function ratesOf(item: JournalItem, after: Facts | null): JournalSentence {
  const [from, last] = [textOf(after?.from), textOf(after?.last)];
  const stay = from && last ? { stay: { checkIn: from, checkOut: addDays(last, 1) } } : {};
  if (textOf(after?.takenFrom)) return { key: 'ratesTaken', unitId: item.unitId, ...stay };
  return { key: item.unitId ? 'ratesSet' : 'ratesSetMany', unitId: item.unitId, ...stay };
}

function changesOf(
  before: Facts | null,
  after: Facts | null,
  about: Omit<JournalSentence, 'key'>,
): JournalSentence[] {
  const changed = Array.isArray(after?.changed) ? after.changed.map(String) : [];
  const has = (...names: string[]) => names.some((name) => changed.includes(name));
  const found: JournalSentence[] = [];
  if (has('unitId'))
    found.push({ key: 'moved', unitId: textOf(after?.unitId), wasUnitId: textOf(before?.unitId) });
  if (has('checkIn', 'checkOut')) found.push({ key: 'redated', ...about });
  if (has(...GUEST)) found.push({ key: 'guestChanged' });
  if (has('guests')) found.push({ key: 'guestsChanged' });
  if (has('totalMinor', 'currency')) found.push({ key: 'totalChanged' });
  if (has('note')) found.push({ key: 'noteChanged' });
  if (has('calendarId', 'followed')) found.push({ key: 'followedBy' });
  if (has('status')) found.push({ key: 'statusChanged' });
  return found.length > 0 ? found : [{ key: 'updated', ...about }];
}

/** Known reasons, for which there are words; a calendar's name is set apart. */
export function reasonOf(reason: string | null): { key: string; name?: string } | null {
  if (!reason) return null;
  const calendar = /^calendar (.+)$/.exec(reason)?.[1];
  if (calendar) return { key: 'calendar', name: calendar };
  const missing = /^left out of an answer of calendar (.+); its nights/.exec(reason)?.[1];
  if (missing) return { key: 'calendar', name: missing };
  const key = REASONS[reason];
  return key ? { key } : { key: 'text', name: reason };
}

const REASONS: Record<string, string> = {
  'placed by hand': 'byHand',
  'applied again': 'appliedAgain',
  sync: 'sync',
  poll: 'asked',
  webhook: 'told',
  gate: 'gate',
  'queue new': 'queue',
  'queue modified': 'queue',
  'pushed new': 'told',
  'pushed modified': 'told',
  'signed up': 'signedUp',
  invited: 'invited',
  left: 'left',
  when_connected: 'whenConnected',
  'missing from the full list': 'missing',
  'the channel names what its calendar showed without a code': 'named',
  'booked by hand': 'byHand',
  'changed by hand': 'byHand',
  'cancelled by hand': 'byHand',
  'cancelled to resolve a conflict': 'conflict',
  'moved to resolve a conflict': 'conflict',
  'cancelled by a person when its calendar was deleted': 'calendarDeleted',
};

function factsOf(value: unknown): Facts | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function nightsOf(facts: Facts | null): { checkIn: string; checkOut: string } | null {
  const [checkIn, checkOut] = [textOf(facts?.checkIn), textOf(facts?.checkOut)];
  return checkIn && checkOut ? { checkIn, checkOut } : null;
}

/** 'closure.appeared' as 'closureAppeared'. */
function camel(action: string): string {
  return action.replace(/[._]([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

/** The actions whose sentence, in the reader's language, has this text: `{places}` for values left out. */
export function actionsSaying(text: string, said: Readonly<Record<string, unknown>>): string[] {
  const sought = text.trim().toLocaleLowerCase();
  if (sought.length < 3) return [];
  const has = (key: string) => wordsOf(said[key]).toLocaleLowerCase().includes(sought);
  const special = Object.entries(SPECIAL).flatMap(([action, keys]) => (keys.some(has) ? [action] : []));
  return [...[...KNOWN].filter((action) => has(camel(action))), ...special];
}

/** A sentence without its values: as it was written, or as the build compiles it, [text, [place, kind, { choice: … }], …]. */
function wordsOf(said: unknown): string {
  if (typeof said === 'string') return said.replace(/\{[^}]*\}/g, ' ');
  return Array.isArray(said) ? said.map(partOf).join('') : '';
}

function partOf(part: unknown): string {
  if (!Array.isArray(part)) return typeof part === 'string' ? part : ' ';
  const inside = part
    .slice(1)
    .map((one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.values(one).map(wordsOf).join(' ')
        : partOf(one),
    );
  return inside.join('') || ' ';
}

/** Sentences that are not named as their action. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  'reservation.created': ['created'],
  'reservation.cancelled': ['cancelled'],
  'reservation.revived': ['revived'],
  'reservation.updated': [
    'updated',
    'moved',
    'redated',
    'guestChanged',
    'guestsChanged',
    'totalChanged',
    'noteChanged',
    'followedBy',
    'statusChanged',
  ],
  'closure.moved': ['closureMoved'],
  'rates.set': ['ratesSet', 'ratesSetMany', 'ratesTaken'],
  'connection.updated': ['connectionUpdated', 'connectionPriced'],
};
