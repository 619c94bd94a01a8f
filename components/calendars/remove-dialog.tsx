'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { readCalendar, removeCalendar } from './calendar-actions.ts';

/** Says what goes and what stays, and lists each reservation that could go too. */
export function RemoveDialog({ calendar, onClose }: { calendar: ExternalCalendar; onClose: () => void }) {
  const t = useTranslations('calendars');
  const common = useTranslations('common');
  const locale = useLocale();
  const [cancel, setCancel] = useState<ReadonlySet<string>>(new Set());
  const detail = useQuery({ queryKey: ['calendar', calendar.id], queryFn: () => readCalendar(calendar) });
  const { run, pending, problem } = useAction(removeCalendar);

  async function remove() {
    const done = await run(calendar, [...cancel]);
    if (!done) return;
    toast(t('removed', { name: calendar.name }));
    onClose();
  }

  function toggle(id: string, on: boolean) {
    const next = new Set(cancel);
    if (on) next.add(id);
    else next.delete(id);
    setCancel(next);
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('removeTitle', { name: calendar.name })}
      description={t('removeMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="danger" onClick={remove} pending={pending} disabled={!detail.data}>
            {t('remove')}
          </Button>
        </>
      }
    >
      <ProblemNotice problem={problem ?? (detail.error ? toProblem(detail.error) : null)} className="mb-3" />
      {detail.isPending ? (
        <div className="flex flex-col gap-3">
          <Skeleton className="h-5 w-3/4" />
          <Skeleton className="h-5 w-2/3" />
        </div>
      ) : detail.data?.reservations.length === 0 ? (
        <p className="text-ink-2">{t('removeNone')}</p>
      ) : (
        <fieldset>
          <legend className="mb-1.5 font-medium text-sm">{t('removeCancel')}</legend>
          <ul className="tnum rounded-md border border-line">
            {detail.data?.reservations.map((reservation) => (
              <li key={reservation.id} className="border-line border-b last:border-b-0">
                <label className="flex min-h-10 cursor-pointer items-center gap-3 px-3 py-1.5">
                  <input
                    type="checkbox"
                    checked={cancel.has(reservation.id)}
                    onChange={(event) => toggle(reservation.id, event.target.checked)}
                    className="size-4 accent-(--bad-strong)"
                  />
                  <span className="min-w-0 flex-1 truncate">
                    {sayStay(locale, reservation.checkIn, reservation.checkOut)}
                    <span className="text-ink-2">
                      {' '}
                      {reservation.guest ?? ''} {reservation.code ?? ''}
                    </span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
    </Dialog>
  );
}
