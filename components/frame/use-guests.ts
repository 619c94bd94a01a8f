'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { call } from '#components/api/client.ts';
import { sayStay } from '#components/format/words.ts';
import { useRested } from '#components/ui/use-rested.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

const REST_MS = 200;

export type FoundGuest = { readonly id: string; readonly name: string; readonly nights: string };

/** Reservations whose guest, mail or code holds what was typed, once typing rests. */
export function useGuests(text: string): readonly FoundGuest[] {
  const locale = useLocale();
  const settled = useRested(text.trim(), REST_MS, '');
  const found = useQuery({
    queryKey: ['palette', settled],
    enabled: settled.length > 1,
    queryFn: ({ signal }) =>
      call<{ items: Reservation[] }>(
        'GET',
        `/api/reservations?limit=6&q=${encodeURIComponent(settled)}`,
        undefined,
        signal,
      ),
  });
  if (settled.length < 2) return [];
  return (found.data?.items ?? []).map((one) => {
    const stay = one.stays[0];
    return {
      id: one.id,
      name: one.guest.name ?? one.externalId,
      nights: stay ? sayStay(locale, stay.checkIn, stay.checkOut) : '',
    };
  });
}
