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
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Waiting } from '#lib/domain/intake/schemas.ts';
import { readUnitChoices } from './free-units.ts';
import { UnitRadios } from './unit-radios.tsx';
import { settleWaiting } from './waiting-actions.ts';

/** Puts one booking on a unit by hand. A taken unit can be chosen too: both are then kept, and shown as a conflict. */
export function PlaceDialog({ item, name, onClose }: { item: Waiting; name: string; onClose: () => void }) {
  const t = useTranslations('waiting.place');
  const move = useTranslations('records.inbox.move');
  const common = useTranslations('common');
  const locale = useLocale();
  const [unitId, setUnitId] = useState('');
  const { run, pending, problem } = useAction(settleWaiting);
  const { checkIn, checkOut } = item;
  const choices = useQuery({
    queryKey: ['unit-choices', checkIn, checkOut],
    queryFn: () => readUnitChoices(checkIn ?? '', checkOut ?? ''),
    enabled: checkIn !== null && checkOut !== null,
    staleTime: 0,
  });
  const chosen = choices.data?.find((one) => one.id === unitId);

  async function place() {
    const done = await run(item.id, { action: 'place', unitId });
    if (!done) return;
    const unit = chosen?.label ?? '';
    toast(t(done.value.conflictIds.length > 0 ? 'doneConflict' : 'done', { name, unit }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title', { name })}
      description={t('means', { nights: checkIn && checkOut ? sayStay(locale, checkIn, checkOut) : '' })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" pending={pending} disabled={!chosen} onClick={place}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ProblemNotice
          problem={problem ?? (choices.error ? toProblem(choices.error) : null)}
          action={
            choices.error ? (
              <Button size="sm" onClick={() => void choices.refetch()}>
                {common('tryAgain')}
              </Button>
            ) : null
          }
        />
        {choices.isPending ? (
          <div role="status" className="flex flex-col gap-3">
            <p className="text-ink-2">{move('looking')}</p>
            <Skeleton className="h-5 w-3/5" />
            <Skeleton className="h-5 w-1/2" />
          </div>
        ) : null}
        {choices.data ? (
          <UnitRadios choices={choices.data} value={unitId} onChange={setUnitId} mayTake />
        ) : null}
        {chosen && !chosen.isFree ? <Notice kind="warn">{t('taken')}</Notice> : null}
      </div>
    </Dialog>
  );
}
