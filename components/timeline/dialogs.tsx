'use client';

import { useState } from 'react';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { BlockDialog } from './block-dialog.tsx';
import { BookingDialog } from './booking-dialog.tsx';
import type { Rights, Started } from './desk.ts';
import { currencyIn, startTonight } from './form-start.ts';
import { HelpDialog } from './help-dialog.tsx';
import { useReread } from './use-timeline-data.ts';

/** The one form that is open, filled with the nights that were chosen, else with tonight where a unit is free. */
export function Dialogs({
  started: { what, chosen },
  timeline,
  currencies,
  rights,
  onClose,
}: {
  started: Started;
  timeline: Timeline;
  currencies: Readonly<Record<string, string>>;
  rights: Rights;
  onClose: () => void;
}) {
  const reread = useReread();
  // Once: the calendar may be read again while somebody types.
  const [start] = useState(() => chosen ?? startTonight(timeline, Date.now()));
  const saved = () => {
    void reread();
    onClose();
  };
  if (what === 'help') return <HelpDialog mayWrite={rights.book || rights.block} onClose={onClose} />;
  if (what === 'booking' && rights.book) {
    return (
      <BookingDialog
        timeline={timeline}
        currencyOf={(unitId) => currencyIn(timeline, currencies, unitId)}
        start={start}
        onSaved={saved}
        onClose={onClose}
      />
    );
  }
  if (what === 'block' && rights.block) {
    return <BlockDialog timeline={timeline} start={start} onSaved={saved} onClose={onClose} />;
  }
  return null;
}
