import type { ReactNode } from 'react';
import { Words } from '#components/words/words.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { getReservation } from '#lib/domain/reservations/queries.ts';
import { found } from '#lib/web/page-found.ts';

type Props = { children: ReactNode; params: Promise<{ id: string }> };

/** Asked before anything is sent: once the page's skeleton is on its way, the answer can no longer be a 404. */
export default async function ReservationLayout({ children, params }: Props) {
  const [{ ctx }, { id }] = await Promise.all([requirePageCtx(), params]);
  await found(getReservation(ctx, id));
  return (
    <Words of={['clash.card', 'clash.told', 'moves', 'records.inbox', 'records.reservation', 'timeline']}>
      {children}
    </Words>
  );
}
