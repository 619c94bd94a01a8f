'use client';

import { useTranslations } from 'next-intl';
import type { FormEvent } from 'react';
import type { Problem } from '#components/api/client.ts';
import { beyondFields } from '#components/api/field-errors.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { NightsFields } from './nights-fields.tsx';
import { NightsPreview } from './nights-preview.tsx';
import { mayForce, TakenNotice } from './taken-notice.tsx';
import { UnitSelect } from './unit-select.tsx';
import type { BookingFormState } from './use-booking-form.ts';

const FIELDS = ['unitId', 'checkIn', 'checkOut', 'guest', 'guests', 'total', 'note'];

/** A direct booking by hand. What stands in the way is named; blocks can be booked over, guests cannot. */
export function BookingForm({ booking, timeline }: { booking: BookingFormState; timeline: Timeline }) {
  const t = useTranslations('timeline');
  const { id, draft, problem, errorOf, change, save } = booking;
  function submit(event: FormEvent) {
    event.preventDefault();
    void save(false);
  }
  return (
    <form id={id} onSubmit={submit} className="flex flex-col gap-3">
      <TakenNotice
        problem={beyondFields(problem, FIELDS)}
        timeline={timeline}
        action={<ForceButton problem={problem} onForce={() => void save(true)} />}
      />
      <Field label={t('unit')} error={errorOf('unitId')}>
        <UnitSelect
          timeline={timeline}
          value={draft.unitId}
          onChange={(event) => change({ unitId: event.target.value })}
        />
      </Field>
      <NightsFields
        nights={draft}
        labels={{ from: t('arrival'), to: t('departure') }}
        errors={{ from: errorOf('checkIn'), to: errorOf('checkOut') }}
        onChange={change}
      />
      <NightsPreview what="stay" unitId={draft.unitId} nights={draft} />
      <GuestFields booking={booking} />
    </form>
  );
}

function ForceButton({ problem, onForce }: { problem: Problem | null; onForce: () => void }) {
  const t = useTranslations('timeline');
  return mayForce(problem) ? <Button onClick={onForce}>{t('bookAnyway')}</Button> : null;
}

function GuestFields({ booking: { draft, currency, errorOf, change } }: { booking: BookingFormState }) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const optional = common('optional');
  const text = (key: 'name' | 'email' | 'phone' | 'guests' | 'total') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => change({ [key]: event.target.value }),
  });
  return (
    <>
      <Field label={t('guestName')} error={errorOf('guest.name')}>
        <Input required maxLength={200} autoComplete="off" {...text('name')} />
      </Field>
      <div className="grid grid-cols-1 gap-x-4 gap-y-3 min-[400px]:grid-cols-2">
        <Field label={t('email')} optional={optional} error={errorOf('guest.email')}>
          <Input type="email" maxLength={254} autoComplete="off" {...text('email')} />
        </Field>
        <Field label={t('phone')} optional={optional} error={errorOf('guest.phone')}>
          <Input type="tel" maxLength={40} autoComplete="off" {...text('phone')} />
        </Field>
        <Field label={t('guests')} optional={optional} error={errorOf('guests')}>
          <Input type="number" min={1} max={99} {...text('guests')} />
        </Field>
        <Field label={t('total', { currency })} optional={optional} error={errorOf('total')}>
          <Input inputMode="decimal" pattern="[0-9\s]*([.,][0-9]{1,3})?" {...text('total')} />
        </Field>
      </div>
      <Field label={t('note')} optional={optional} error={errorOf('note')}>
        <Textarea
          maxLength={2000}
          value={draft.note}
          onChange={(event) => change({ note: event.target.value })}
        />
      </Field>
    </>
  );
}
