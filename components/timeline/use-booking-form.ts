'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { useFieldErrors } from '#components/api/field-errors.ts';
import { useAction } from '#components/api/use-action.ts';
import { toast } from '#components/ui/toast.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';
import { minorDigits } from '#lib/kernel/currency.ts';
import type { Nights } from './layout.ts';
import { useBarWords } from './use-bar-words.ts';

export type BookingDraft = Nights & {
  readonly unitId: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly guests: string;
  readonly total: string;
  readonly note: string;
};

const EMPTY = { name: '', email: '', phone: '', guests: '', total: '', note: '' };

/** Minor units of what a person typed; the currency says how many there are to one. */
function moneyOf(text: string, currency: string): { amount: number; currency: string } | null {
  const value = Number(text.replace(/\s/g, '').replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return null;
  return { amount: Math.round(value * 10 ** minorDigits(currency)), currency };
}

function send(draft: BookingDraft, currency: string, force: boolean): Promise<Reservation> {
  const { unitId, checkIn, checkOut, name, email, phone, guests, note } = draft;
  const total = moneyOf(draft.total, currency);
  return call<Reservation>('POST', '/api/reservations', {
    unitId,
    checkIn,
    checkOut,
    guest: { name, ...(email ? { email } : {}), ...(phone ? { phone } : {}) },
    ...(guests ? { guests: Number(guests) } : {}),
    ...(total ? { total } : {}),
    ...(note.trim() ? { note } : {}),
    ...(force ? { force } : {}),
  });
}

/** What somebody fills in for a direct booking, and its saving. Saved, it is told in a toast, and to `onSaved`. */
export function useBookingForm({
  start,
  currencyOf,
  onSaved,
}: {
  start: Nights & { unitId: string };
  currencyOf: (unitId: string) => string;
  onSaved: (reservation: Reservation) => void;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const id = useId();
  const [draft, setDraft] = useState<BookingDraft>({ ...start, ...EMPTY });
  const { run, pending, problem, clear } = useAction(send);
  const errorOf = useFieldErrors(problem);
  const currency = currencyOf(draft.unitId);

  return {
    /** Of the form, for a button that stands outside of it. */
    id,
    draft,
    currency,
    pending,
    problem,
    errorOf,
    change: (some: Partial<BookingDraft>) => {
      if (problem?.code === 'nights_taken' && (some.checkIn || some.checkOut || some.unitId)) clear();
      setDraft({ ...draft, ...some });
    },
    /** @param force over blocks, which may be booked over; guests may not */
    save: async (force: boolean) => {
      const done = await run(draft, currency, force);
      if (!done) return;
      toast(t('booked', { name: draft.name }), {
        description: `${words.stay(draft)}, ${words.nights(draft)}`,
      });
      onSaved(done.value);
    },
  };
}

export type BookingFormState = ReturnType<typeof useBookingForm>;
