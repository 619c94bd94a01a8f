'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Reservation } from '#lib/domain/reservations/schemas.ts';

const FIELDS = ['guest', 'guests', 'note'];

function save(id: string, patch: Record<string, unknown>): Promise<unknown> {
  return call('PATCH', `/api/reservations/${id}`, patch);
}

/** What is ours to say of any reservation, wherever it was made: the guest and our note. */
export function ReservationEdit({ reservation }: { reservation: Reservation }) {
  const t = useTranslations('records.reservation');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Icon name="pencil" />
        {t('edit')}
      </Button>
      {open ? <EditDialog reservation={reservation} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EditDialog({ reservation, onClose }: { reservation: Reservation; onClose: () => void }) {
  const t = useTranslations('records.reservation');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(save);
  const errorOf = useFieldErrors(problem);
  const form = useId();
  const { guest } = reservation;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    // A field left empty is left out: the API takes no empty name, and what is left out of a guest goes.
    const said = Object.fromEntries(
      ['name', 'email', 'phone'].map((name) => [name, text(name)]).filter(([, value]) => value !== ''),
    );
    const guests = text('guests');
    const done = await run(reservation.id, {
      guest: said,
      ...(guests ? { guests: Number(guests) } : {}),
      note: text('note'),
    });
    if (!done) return;
    toast(t('saved'));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('editTitle')}
      description={t('editMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, FIELDS)} />
        <Field label={t('name')} error={errorOf('guest.name')} optional={common('optional')}>
          <Input name="name" maxLength={200} defaultValue={guest.name ?? ''} autoComplete="off" />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('email')} error={errorOf('guest.email')} optional={common('optional')}>
            <Input
              name="email"
              type="email"
              maxLength={254}
              defaultValue={guest.email ?? ''}
              autoComplete="off"
            />
          </Field>
          <Field label={t('phone')} error={errorOf('guest.phone')} optional={common('optional')}>
            <Input
              name="phone"
              type="tel"
              maxLength={40}
              defaultValue={guest.phone ?? ''}
              autoComplete="off"
            />
          </Field>
        </div>
        <Field label={t('guests')} error={errorOf('guests')} optional={common('optional')}>
          <Input
            name="guests"
            type="number"
            min={1}
            max={99}
            defaultValue={reservation.guests ?? ''}
            className="max-w-28"
          />
        </Field>
        <Field label={t('note')} hint={t('noteHint')} error={errorOf('note')} optional={common('optional')}>
          <Textarea name="note" rows={3} maxLength={2000} defaultValue={reservation.note ?? ''} />
        </Field>
      </form>
    </Dialog>
  );
}
