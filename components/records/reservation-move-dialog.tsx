'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayStay } from '#components/format/words.ts';
import { Asking } from '#components/timeline/asking.tsx';
import { MovePreviewView } from '#components/timeline/move-preview.tsx';
import { changesOf, useMovePreview } from '#components/timeline/use-move-preview.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { useChannelName } from './channel-label.tsx';
import type { Movable } from './reservation-movable.ts';

function save(id: string, patch: Record<string, unknown>): Promise<unknown> {
  return call('PATCH', `/api/reservations/${id}`, patch);
}

/** Other dates or another unit for one room, with what that would open, close and tell before it is done. */
export default function ReservationMoveDialog({
  reservation,
  stay,
  properties,
  isOurs,
  onClose,
}: Movable & { onClose: () => void }) {
  const t = useTranslations('records.reservation.move');
  const words = useTranslations('records.reservation');
  const moves = useTranslations('moves');
  const common = useTranslations('common');
  const locale = useLocale();
  const channel = useChannelName()(reservation.channel);
  const form = useId();
  // As it stood when the form was opened: what somebody else does meanwhile is not overruled.
  const [from] = useState({
    unitId: stay.unitId ?? '',
    checkIn: String(stay.checkIn),
    checkOut: String(stay.checkOut),
  });
  const [draft, setDraft] = useState(from);
  const [force, setForce] = useState(false);
  const asked = { bar: barOf(reservation, stay), from, to: draft, force };
  const { preview, problem, isMoved, retry } = useMovePreview(asked);
  const { run, pending, problem: refused, clear } = useAction(save);
  const name = reservation.guest.name ?? words('thisGuest');
  const isInOrder = draft.checkIn !== '' && draft.checkIn < draft.checkOut;

  function change(some: Partial<typeof draft>) {
    clear();
    setForce(false);
    setDraft({ ...draft, ...some });
  }

  async function submit() {
    if (!preview?.may) return;
    const was = { unitId: stay.unitId, checkIn: stay.checkIn, checkOut: stay.checkOut };
    if (!(await run(reservation.id, { ...changesOf(asked), was }))) return;
    const nights = sayStay(locale, draft.checkIn, draft.checkOut);
    toast(t('done', { name, unit: preview.to.unit, nights }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name })}
      description={isOurs ? undefined : t('theirs', { channel })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          {preview?.refusal?.mayForce ? (
            <Button onClick={() => setForce(true)}>{moves('force')}</Button>
          ) : null}
          <Button type="submit" form={form} kind="primary" pending={pending} disabled={!preview?.may}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        <Field label={t('unit')}>
          <Select value={draft.unitId} onChange={(event) => change({ unitId: event.target.value })}>
            {draft.unitId ? null : <option value="">{words('noUnit')}</option>}
            {properties.map((property) => (
              <optgroup key={property.id} label={property.name}>
                {property.units.map((unit) => (
                  <option key={unit.id} value={unit.id}>
                    {unit.name}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </Field>
        {isOurs ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('arrival')}>
              <Input
                type="date"
                required
                value={draft.checkIn}
                onChange={(event) => change({ checkIn: event.target.value })}
              />
            </Field>
            <Field label={t('departure')} error={isInOrder ? undefined : t('order')}>
              <Input
                type="date"
                required
                value={draft.checkOut}
                onChange={(event) => change({ checkOut: event.target.value })}
              />
            </Field>
          </div>
        ) : null}
        <ProblemNotice problem={refused} />
        <div aria-live="polite" className="flex flex-col gap-3">
          {!isMoved ? null : preview ? (
            <MovePreviewView preview={preview} />
          ) : problem ? (
            <ProblemNotice
              problem={problem}
              action={
                <Button size="sm" onClick={retry}>
                  {common('tryAgain')}
                </Button>
              }
            />
          ) : isInOrder ? (
            <Asking />
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}

/** The stay as the calendar shows it, for what asks about moving it. */
function barOf(reservation: Movable['reservation'], stay: Movable['stay']): Bar {
  return {
    kind: 'stay',
    id: stay.id,
    unitId: stay.unitId,
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    channel: reservation.channel,
    label: reservation.guest.name ?? '',
    reservationId: reservation.id,
    inConflict: stay.conflictIds.length > 0,
    parked: false,
    tentative: false,
  };
}
