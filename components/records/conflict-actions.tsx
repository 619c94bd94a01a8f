'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Conflict, Side } from '#lib/domain/conflicts/schemas.ts';
import { useChannelName } from './channel-label.tsx';
import { useSideName } from './conflict-side.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { type Decision, VerdictDialog } from './verdict-dialog.tsx';

/** What a person can decide here, the likeliest first; what only a channel can do is said instead of offered. */
export function ConflictActions({ conflict }: { conflict: Conflict }) {
  const t = useTranslations('records.inbox');
  const nameOf = useSideName();
  const channelName = useChannelName();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [moving, setMoving] = useState<Side | null>(null);
  const isPossible = conflict.kind === 'possible_double_booking';
  const stays = conflict.sides.filter((side) => side.kind === 'stay' && side.isStanding);
  // The one that came later and holds nothing is the one to move, most often.
  const movable = [...stays].sort((a, b) => Number(a.isHeld) - Number(b.isHeld));
  const elsewhere = new Set(
    stays
      .filter((side) => !side.isCancellable)
      .map((side) => (side.channel === 'ical' && side.calendar?.name) || channelName(side.channel)),
  );
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap gap-2">
        {isPossible ? (
          <>
            <Button kind="primary" onClick={() => setDecision({ action: 'same_booking' })}>
              {t('same_booking.action')}
            </Button>
            <Button onClick={() => setDecision({ action: 'distinct' })}>{t('distinct.action')}</Button>
          </>
        ) : null}
        {movable.map((side, at) => (
          <Button
            key={side.id}
            kind={!isPossible && at === 0 ? 'primary' : 'secondary'}
            onClick={() => setMoving(side)}
            className="max-w-full"
          >
            <span className="truncate">{t('move.action', { name: nameOf(side, 'sentence') })}</span>
          </Button>
        ))}
        {stays
          .filter((side) => side.isCancellable)
          .map((side) => (
            <Button
              key={side.id}
              kind="dangerQuiet"
              onClick={() => setDecision({ action: 'cancel', side })}
              className="max-w-full border-line-strong"
            >
              <span className="truncate">{t('cancel.action', { name: nameOf(side, 'sentence') })}</span>
            </Button>
          ))}
        <Button kind="quiet" onClick={() => setDecision({ action: 'accept' })}>
          {t('accept.action')}
        </Button>
      </div>
      {elsewhere.size > 0 ? (
        <ul className="text-ink-2 text-sm">
          {[...elsewhere].map((channel) => (
            <li key={channel}>{t('cancelThere', { channel })}</li>
          ))}
        </ul>
      ) : null}
      {decision ? (
        <VerdictDialog conflict={conflict} decision={decision} onClose={() => setDecision(null)} />
      ) : null}
      {moving ? <MoveDialog conflict={conflict} side={moving} onClose={() => setMoving(null)} /> : null}
    </div>
  );
}
