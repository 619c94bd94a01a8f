'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Movable } from './reservation-movable.ts';

const ReservationMoveDialog = dynamic(() => import('./reservation-move-dialog.tsx'), { ssr: false });

/** Opens the form that moves one room to other dates or another unit. */
export function ReservationMove(movable: Movable) {
  const t = useTranslations('records.reservation.move');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Icon name="calendar-cog" />
        {t(movable.isOurs ? 'action' : 'actionUnit')}
      </Button>
      {open ? <ReservationMoveDialog {...movable} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
