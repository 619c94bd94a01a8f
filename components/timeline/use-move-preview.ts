'use client';

import { useQuery } from '@tanstack/react-query';
import { call, toProblem } from '#components/api/client.ts';
import { useRested } from '#components/ui/use-rested.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { MovePreview } from '#lib/domain/explain/move-schemas.ts';
import { sameTarget, type Target } from './target.ts';

/** A hand that rests so long wants to know. */
const REST_MS = 160;

type Asked = { readonly bar: Bar; readonly from: Target; readonly to: Target; readonly force?: boolean };

/** Only what is to be other than it is: a channel's booking may go to another unit with the dates it has. */
export function changesOf({ bar, from, to, force }: Asked): Record<string, unknown> {
  const isStay = bar.kind === 'stay';
  return {
    ...(isStay ? { stayId: bar.id } : {}),
    ...(to.unitId === from.unitId ? {} : { unitId: to.unitId }),
    ...(to.checkIn === from.checkIn ? {} : { [isStay ? 'checkIn' : 'from']: to.checkIn }),
    ...(to.checkOut === from.checkOut ? {} : { [isStay ? 'checkOut' : 'to']: to.checkOut }),
    ...(isStay && force ? { force } : {}),
  };
}

export function pathOf(bar: Bar): string {
  return bar.kind === 'stay' ? `/api/reservations/${bar.reservationId}` : `/api/blocks/${bar.id}`;
}

/** What moving a bar there would do, asked once the hand rests. */
export function useMovePreview(asked: Asked | null) {
  const { unitId, checkIn, checkOut } = asked?.to ?? { unitId: '', checkIn: '', checkOut: '' };
  const key = asked ? [asked.bar.id, unitId, checkIn, checkOut, asked.force ?? false].join(' ') : '';
  const rested = useRested(key, REST_MS, '');
  const isMoved = asked !== null && checkIn < checkOut && !sameTarget(asked.from, asked.to);
  const query = useQuery({
    queryKey: ['move-preview', key],
    enabled: isMoved && rested === key,
    staleTime: 4000,
    gcTime: 20_000,
    retry: false,
    queryFn: ({ signal }) =>
      asked
        ? call<MovePreview>('POST', `${pathOf(asked.bar)}/move-preview`, changesOf(asked), signal)
        : Promise.reject(new Error('invariant: nothing is asked')),
  });
  return {
    isMoved,
    preview: isMoved ? (query.data ?? null) : null,
    problem: isMoved && query.error ? toProblem(query.error) : null,
    retry: () => void query.refetch(),
  };
}
