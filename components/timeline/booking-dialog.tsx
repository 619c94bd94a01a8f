'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call, type Problem } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { minorDigits } from '#lib/kernel/currency.ts';
import { NightsFields } from './nights-fields.tsx';
import { NightsPreview } from './nights-preview.tsx';
import { mayForce, TakenNotice } from './taken-notice.tsx';
import { UnitSelect } from './unit-select.tsx';
import { useBarWords } from './use-bar-words.ts';
import type { Nights } from './use-drag-nights.ts';

type Draft = Nights & {
  unitId: string;
  name: string;
  email: string;
  phone: string;
  guests: string;
  total: string;
  note: string;
};

const FIELDS = ['unitId', 'checkIn', 'checkOut', 'guest', 'guests', 'total', 'note'];

/** Minor units of what a person typed; the currency says how many there are to one. */
function moneyOf(text: string, currency: string): { amount: number; currency: string } | null {
  const value = Number(text.replace(/\s/g, '').replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return null;
  return { amount: Math.round(value * 10 ** minorDigits(currency)), currency };
}

function send(draft: Draft, currency: string, force: boolean): Promise<unknown> {
  const { unitId, checkIn, checkOut, name, email, phone, guests, note } = draft;
  const total = moneyOf(draft.total, currency);
  return call('POST', '/api/reservations', {
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

/** A direct booking by hand. What stands in the way is named; blocks can be booked over, guests cannot. */
export function BookingDialog({
  timeline,
  currencyOf,
  start,
  onSaved,
  onClose,
}: {
  timeline: Timeline;
  currencyOf: (unitId: string) => string;
  start: Nights & { unitId: string };
  onSaved: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const words = useBarWords();
  const form = useId();
  const [draft, setDraft] = useState<Draft>({
    ...start,
    name: '',
    email: '',
    phone: '',
    guests: '',
    total: '',
    note: '',
  });
  const { run, pending, problem, clear } = useAction(send);
  const errorOf = useFieldErrors(problem);
  const currency = currencyOf(draft.unitId);

  function change(some: Partial<Draft>) {
    if (problem?.code === 'nights_taken' && (some.checkIn || some.checkOut || some.unitId)) clear();
    setDraft({ ...draft, ...some });
  }
  async function save(force: boolean) {
    if (!(await run(draft, currency, force))) return;
    toast(t('booked', { name: draft.name }), { description: `${words.stay(draft)}, ${words.nights(draft)}` });
    onSaved();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void save(false);
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('newBooking')}
      description={t('newBookingMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {t('book')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
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
        <GuestFields draft={draft} currency={currency} errorOf={errorOf} onChange={change} />
      </form>
    </Dialog>
  );
}

function ForceButton({ problem, onForce }: { problem: Problem | null; onForce: () => void }) {
  const t = useTranslations('timeline');
  return mayForce(problem) ? <Button onClick={onForce}>{t('bookAnyway')}</Button> : null;
}

function GuestFields({
  draft,
  currency,
  errorOf,
  onChange,
}: {
  draft: Draft;
  currency: string;
  errorOf: (path: string) => string | undefined;
  onChange: (some: Partial<Draft>) => void;
}) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const optional = common('optional');
  const text = (key: 'name' | 'email' | 'phone' | 'guests' | 'total') => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => onChange({ [key]: event.target.value }),
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
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </Field>
    </>
  );
}
