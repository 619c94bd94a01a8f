import type { ReservationDraft } from './reservation-fields.tsx';

/** Minor units of an amount as a person types it ("1 250,50"), or null where it is no amount. */
export function minorUnits(text: string, currency: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(Number(plain) * 10 ** digits);
}

/** The part of a request that a person filled in; what was left empty is not sent. */
export function guestPart(draft: ReservationDraft, currency: string): Record<string, unknown> {
  const total = minorUnits(draft.total, currency);
  return {
    guest: {
      name: draft.name,
      ...(draft.email ? { email: draft.email } : {}),
      ...(draft.phone ? { phone: draft.phone } : {}),
    },
    ...(draft.guests ? { guests: Number(draft.guests) } : {}),
    ...(total === null ? {} : { total: { amount: total, currency } }),
    ...(draft.note.trim() ? { note: draft.note } : {}),
  };
}
