'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { toast } from 'sonner';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { useAction } from '#components/api/use-action.ts';
import { guestPart } from '#components/reservations/draft.ts';
import {
  DateFields,
  RESERVATION_FIELDS,
  type ReservationDraft,
  ReservationFields,
} from '#components/reservations/reservation-fields.tsx';
import { TakenNotice } from '#components/reservations/taken-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input, Select } from '#components/ui/input.tsx';

export type NewDraft = { kind: 'booking' | 'block'; unitId: string; from: string; to: string };

const create = (path: string, body: unknown) => call('POST', path, body);

/** A booking taken by hand, or nights closed by hand: two ways to take the same nights, one dialog. */
export function NewDialog({
  draft: given,
  units,
  currencyOf,
  onClose,
}: {
  draft: NewDraft;
  units: readonly { id: string; name: string }[];
  currencyOf: (unitId: string) => string;
  onClose: () => void;
}) {
  const t = useTranslations('newNights');
  const common = useTranslations('common');
  const [kind, setKind] = useState(given.kind);
  const [reason, setReason] = useState('');
  const [draft, setDraft] = useState<ReservationDraft>({
    unitId: given.unitId,
    checkIn: given.from,
    checkOut: given.to,
    name: '',
    email: '',
    phone: '',
    guests: '',
    total: '',
    note: '',
  });
  const { run, pending, problem, clear } = useAction(create);
  const errorOf = useFieldErrors(problem);
  const form = useId();
  const set = (part: Partial<ReservationDraft>) => setDraft((was) => ({ ...was, ...part }));
  const { unitId, checkIn, checkOut } = draft;

  async function send(force: boolean) {
    const done =
      kind === 'booking'
        ? await run('/api/reservations', {
            unitId,
            checkIn,
            checkOut,
            ...guestPart(draft, currencyOf(unitId)),
            ...(force ? { force } : {}),
          })
        : await run('/api/blocks', {
            unitId,
            from: checkIn,
            to: checkOut,
            ...(reason.trim() ? { reason } : {}),
          });
    if (!done) return;
    toast(t(`${kind}Done`));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`${kind}Title`)}
      description={t(`${kind}Lead`)}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {t(`${kind}Do`)}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void send(false);
        }}
        className="flex flex-col gap-4"
      >
        <fieldset className="flex overflow-hidden rounded-md border border-line-strong">
          <legend className="sr-only">{t('kind')}</legend>
          {(['booking', 'block'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              onClick={() => {
                setKind(one);
                clear();
              }}
              className={cn(
                'h-8 flex-1 border-line-strong border-l bg-panel text-ink-2 first-of-type:border-l-0 hover:text-ink',
                kind === one && 'bg-hover font-medium text-ink',
              )}
            >
              {t(`${one}Short`)}
            </button>
          ))}
        </fieldset>
        <TakenNotice
          problem={beyondFields(problem, [...RESERVATION_FIELDS, 'from', 'to', 'reason'])}
          onForce={kind === 'booking' ? () => void send(true) : null}
        />
        {kind === 'booking' ? (
          <ReservationFields
            draft={draft}
            onChange={set}
            units={units}
            currency={currencyOf(unitId)}
            errorOf={errorOf}
          />
        ) : (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('unit')} className="sm:col-span-2">
              <Select value={unitId} onChange={(event) => set({ unitId: event.target.value })}>
                {units.map((unit) => (
                  <option key={unit.id} value={unit.id}>
                    {unit.name}
                  </option>
                ))}
              </Select>
            </Field>
            <DateFields
              from={checkIn}
              to={checkOut}
              labels={[t('from'), t('to')]}
              errors={[errorOf('from'), errorOf('to')]}
              locked={false}
              onChange={(from, to) => set({ checkIn: from, checkOut: to })}
            />
            <Field label={t('reason')} optional={common('optional')} className="sm:col-span-2">
              <Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
            </Field>
          </div>
        )}
      </form>
    </Dialog>
  );
}
