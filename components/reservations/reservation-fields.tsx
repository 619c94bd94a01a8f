'use client';

import { useLocale, useTranslations } from 'next-intl';
import { nightsIn } from '#components/format/words.ts';
import { Field } from '#components/ui/field.tsx';
import { Input, Select, Textarea } from '#components/ui/input.tsx';

export type ReservationDraft = {
  unitId: string;
  checkIn: string;
  checkOut: string;
  name: string;
  email: string;
  phone: string;
  guests: string;
  total: string;
  note: string;
};

export const RESERVATION_FIELDS = ['unitId', 'checkIn', 'checkOut', 'guest', 'guests', 'total', 'note'];

/** What a person knows of a booking; dates are locked where a channel decides them. */
export function ReservationFields({
  draft,
  onChange,
  units,
  currency,
  errorOf,
  datesLocked,
}: {
  draft: ReservationDraft;
  onChange: (part: Partial<ReservationDraft>) => void;
  units: readonly { id: string; name: string }[];
  currency: string;
  errorOf: (path: string) => string | undefined;
  datesLocked?: boolean;
}) {
  const t = useTranslations('reservation');
  const common = useTranslations('common');
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('unit')} error={errorOf('unitId')} className="sm:col-span-2">
        <Select value={draft.unitId} onChange={(event) => onChange({ unitId: event.target.value })}>
          {units.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
        </Select>
      </Field>
      <DateFields
        from={draft.checkIn}
        to={draft.checkOut}
        labels={[t('checkIn'), t('checkOut')]}
        errors={[errorOf('checkIn'), errorOf('checkOut')]}
        locked={datesLocked ?? false}
        onChange={(checkIn, checkOut) => onChange({ checkIn, checkOut })}
      />
      <Field label={t('guestName')} error={errorOf('guest')}>
        <Input
          required
          maxLength={200}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field label={t('guests')} optional={common('optional')} error={errorOf('guests')}>
        <Input
          type="number"
          min={1}
          max={99}
          value={draft.guests}
          onChange={(event) => onChange({ guests: event.target.value })}
        />
      </Field>
      <Field label={t('email')} optional={common('optional')}>
        <Input
          type="email"
          value={draft.email}
          onChange={(event) => onChange({ email: event.target.value })}
        />
      </Field>
      <Field label={t('phone')} optional={common('optional')}>
        <Input type="tel" value={draft.phone} onChange={(event) => onChange({ phone: event.target.value })} />
      </Field>
      <Field label={`${t('total')}, ${currency}`} optional={common('optional')} error={errorOf('total')}>
        <Input
          inputMode="decimal"
          value={draft.total}
          onChange={(event) => onChange({ total: event.target.value })}
        />
      </Field>
      <Field label={t('note')} optional={common('optional')} className="sm:col-span-2">
        <Textarea
          rows={2}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </Field>
    </div>
  );
}

/** Two dates; the second follows when the first passes it, and the nights between are counted aloud. */
export function DateFields({
  from,
  to,
  labels,
  errors,
  locked,
  onChange,
}: {
  from: string;
  to: string;
  labels: [string, string];
  errors: [string | undefined, string | undefined];
  locked: boolean;
  onChange: (from: string, to: string) => void;
}) {
  const common = useTranslations('common');
  const locale = useLocale();
  const nights = from && to ? nightsIn(from, to) : 0;
  return (
    <>
      <Field label={labels[0]} error={errors[0]}>
        <Input
          type="date"
          lang={locale}
          required
          disabled={locked}
          value={from}
          onChange={(event) => onChange(event.target.value, to && to <= event.target.value ? '' : to)}
        />
      </Field>
      <Field
        label={labels[1]}
        error={errors[1]}
        hint={nights > 0 ? common('nights', { count: nights }) : undefined}
      >
        <Input
          type="date"
          lang={locale}
          required
          disabled={locked}
          min={from}
          value={to}
          onChange={(event) => onChange(from, event.target.value)}
        />
      </Field>
    </>
  );
}
