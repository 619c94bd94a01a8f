'use client';

import { addDays } from '#components/format/days.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { BlockDialog } from './block-dialog.tsx';
import { BookingDialog } from './booking-dialog.tsx';
import type { Rights } from './desk.ts';
import { HelpDialog } from './help-dialog.tsx';
import { barsOn } from './layout.ts';
import { type Started, unitsOf } from './use-desk-state.ts';
import type { Nights } from './use-drag-nights.ts';
import { useReread } from './use-timeline-data.ts';

/** The one form that is open, filled with the nights that were chosen, else with tonight where a unit is free. */
export function Dialogs({
  started,
  timeline,
  currencies,
  chosen,
  today,
  rights,
  onClose,
}: {
  started: Started;
  timeline: Timeline;
  currencies: Readonly<Record<string, string>>;
  chosen: (Nights & { unitId: string }) | null;
  today: string;
  rights: Rights;
  onClose: () => void;
}) {
  const reread = useReread();
  const units = unitsOf(timeline);
  const free = units.find((unit) => barsOn(unit.bars, today).length === 0) ?? units[0];
  const start = chosen ?? { unitId: free?.id ?? '', checkIn: today, checkOut: addDays(today, 1) };
  const saved = () => {
    void reread();
    onClose();
  };
  if (started === 'help') return <HelpDialog mayWrite={rights.book || rights.block} onClose={onClose} />;
  if (started === 'booking' && rights.book) {
    return (
      <BookingDialog
        timeline={timeline}
        currencyOf={(unitId) => {
          const property = timeline.properties.find((one) => one.units.some((unit) => unit.id === unitId));
          return currencies[property?.id ?? ''] ?? 'EUR';
        }}
        start={start}
        onSaved={saved}
        onClose={onClose}
      />
    );
  }
  if (started === 'block' && rights.block) {
    return <BlockDialog timeline={timeline} start={start} onSaved={saved} onClose={onClose} />;
  }
  return null;
}
