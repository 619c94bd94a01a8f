'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { nightsIn, sayStay } from '#components/format/words.ts';
import { ChannelLabel } from '#components/records/channel-label.tsx';
import { Moment } from '#components/records/moment.tsx';
import { State } from '#components/ui/state.tsx';
import type { Side } from '#lib/domain/conflicts/schemas.ts';
import { useSideName } from './use-side-name.ts';

/** One of the two claims: who, when, from where, and since when we know. */
export function ConflictSide({
  side,
  near,
  isOpen,
  children,
}: {
  side: Side;
  /** A night of the year that needs no saying. */
  near: string;
  isOpen: boolean;
  /** How it came to us, where there is room for it; else when it was first seen. */
  children?: ReactNode;
}) {
  const t = useTranslations('records.inbox');
  const common = useTranslations('common');
  const locale = useLocale();
  const name = useSideName()(side);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <ChannelLabel channel={side.channel} className="text-sm" />
        {!isOpen ? null : side.isStanding ? (
          <State kind={side.isHeld ? 'good' : 'differs'}>{t(side.isHeld ? 'holds' : 'holdsNot')}</State>
        ) : (
          <State kind="unknown">{t('over')}</State>
        )}
      </div>
      <p className="break-words font-medium text-lg">
        {side.reservationId ? (
          <Link href={`/reservations/${side.reservationId}`} prefetch={false} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </p>
      {side.checkIn && side.checkOut ? (
        <p className="tnum">
          {sayStay(locale, side.checkIn, side.checkOut, near)}
          <span className="text-ink-2">
            {' · '}
            {common('nights', { count: nightsIn(side.checkIn, side.checkOut) })}
          </span>
        </p>
      ) : null}
      <dl className="flex flex-col gap-0.5 text-ink-2 text-sm">
        {side.summary ? (
          <Line label={t('says')}>
            <q>{side.summary}</q>
          </Line>
        ) : null}
        {codeOfSide(side) ? (
          <Line label={t('code')}>
            <span className="break-all font-mono">{codeOfSide(side)}</span>
          </Line>
        ) : null}
        {side.calendar ? (
          <Line label={t('calendar')}>
            <Link href={`/channels/history?calendar=${side.calendar.id}`} className="hover:underline">
              {side.calendar.name}
            </Link>
          </Line>
        ) : null}
        {!isOpen && side.unit ? <Line label={t('unit')}>{side.unit.name}</Line> : null}
        {children ??
          (side.firstSeenAt ? (
            <Line label={t('firstSeen')}>
              <Moment at={side.firstSeenAt} />
            </Line>
          ) : null)}
      </dl>
    </div>
  );
}

/** What the channel calls it; our own ids and those of calendars' events say nothing to anybody. */
export function codeOfSide({ externalId }: Side): string | null {
  return externalId && !externalId.startsWith('rsv_') && !externalId.includes('/') ? externalId : null;
}

export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-1.5">
      <dt>{label}</dt>
      <dd className="min-w-0 text-ink">{children}</dd>
    </div>
  );
}
