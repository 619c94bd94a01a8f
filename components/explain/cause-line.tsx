'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { sayInstant, sayStay } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Cause, Explanation } from '#lib/domain/explain/schemas.ts';

/** One cause as a sentence, where it stands, how we know, and the way to it. */
export function CauseLine({ cause, explained }: { cause: Cause; explained: Explanation }) {
  const t = useTranslations('explain');
  const say = useSentence();
  const { relation, name } = cause.at;
  const link = linkOf(cause, explained);
  return (
    <li className="relative">
      <span
        aria-hidden
        className="absolute top-[7px] -left-[18px] size-[7px] rounded-full bg-line-strong ring-[3px] ring-(--panel)"
      />
      <p className="break-words">
        {say(cause)}
        {relation === 'unit' ? null : <> {t(`relation.${relation}`, { name })}</>}
        {cause.tentative ? <> {t('tentative')}</> : null}
      </p>
      <Proof cause={cause} timeZone={explained.timezone} />
      {link ? (
        <Link
          href={link.href}
          className="mt-0.5 inline-flex items-center gap-1 text-accent-text text-sm underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {t(`open.${link.word}`)}
          <Icon name="arrow-right" className="size-3.5" />
        </Link>
      ) : null}
    </li>
  );
}

function useSentence() {
  const t = useTranslations('explain');
  const common = useTranslations('common');
  const locale = useLocale();
  return (cause: Cause): string => {
    const guest = cause.label === '' ? t('somebody') : cause.label;
    const nights = sayStay(locale, cause.checkIn, cause.checkOut);
    const channel =
      cause.channel === 'ical'
        ? (cause.calendar?.name ?? common('icalSource'))
        : (CHANNEL_NAMES[cause.channel ?? ''] ?? cause.channel ?? '');
    const calendar = cause.calendar?.name ?? common('icalSource');
    if (cause.kind === 'stay')
      return t(cause.channel === 'direct' ? 'cause.stayDirect' : 'cause.stay', { guest, channel, nights });
    if (cause.kind === 'block' && cause.label) return t('cause.blockReason', { nights, label: cause.label });
    return t(`cause.${cause.kind}`, { guest, channel, calendar, nights, label: cause.label });
  };
}

/** When it was heard, from what, and by whom. */
function Proof({ cause, timeZone }: { cause: Cause; timeZone: string }) {
  const t = useTranslations('explain');
  const locale = useLocale();
  const { heardAt, message, actor, runId } = cause.proof;
  const who =
    actor === null
      ? null
      : actor.kind === 'user' || actor.kind === 'api_key'
        ? actor.name
          ? t(`by.${actor.kind}`, { name: actor.name })
          : t('by.someone')
        : message
          ? null
          : t(actor.kind === 'job' ? 'by.job' : 'by.system');
  const parts = [
    heardAt ? t('heard', { time: sayInstant(locale, heardAt, timeZone) }) : t('heardNot'),
    message ? t(`how.${message.kind}`) : null,
    who,
  ].filter((part) => part !== null);
  return (
    <p className="tnum text-ink-2 text-xs">
      {parts.join(', ')}
      {runId ? (
        <>
          {' · '}
          <Link href={`/channels/runs/${runId}`} className="underline underline-offset-2">
            {t('run')}
          </Link>
        </>
      ) : null}
    </p>
  );
}

type Linked = 'stay' | 'conflict' | 'found_closure' | 'closure';

function linkOf(cause: Cause, { unitId }: Explanation): { href: string; word: Linked } | null {
  if (cause.reservationId) return { href: `/reservations/${cause.reservationId}`, word: 'stay' };
  if (cause.kind === 'conflict' || cause.kind === 'found_closure')
    return {
      href: cause.kind === 'conflict' ? `/conflicts/${cause.id}` : `/inbox?unit=${unitId}`,
      word: cause.kind,
    };
  if (cause.kind === 'closure') return { href: `/units/${cause.at.unitId ?? unitId}`, word: 'closure' };
  return null;
}
