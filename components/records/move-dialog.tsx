'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import { toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Conflict, Side } from '#lib/domain/conflicts/schemas.ts';
import { useSideName } from './conflict-side.tsx';
import { readUnitChoices } from './free-units.ts';
import { UnitRadios } from './unit-radios.tsx';
import { resolve } from './verdict-dialog.tsx';

export function MoveDialog({
  conflict,
  side,
  onClose,
}: {
  conflict: Conflict;
  side: Side;
  onClose: () => void;
}) {
  const t = useTranslations('records.inbox');
  const common = useTranslations('common');
  const locale = useLocale();
  const name = useSideName()(side, 'sentence');
  const [unitId, setUnitId] = useState('');
  const { run, pending, problem } = useAction(resolve);
  const near = conflict.openedAt.slice(0, 10);
  const from = side.unit?.id ?? conflict.unit.id;
  const choices = useQuery({
    queryKey: ['free-units', side.id, side.checkIn, side.checkOut],
    queryFn: async () =>
      (await readUnitChoices(side.checkIn ?? '', side.checkOut ?? '')).filter((choice) => choice.id !== from),
    staleTime: 0,
  });
  const free = choices.data?.filter((choice) => choice.isFree).length ?? 0;

  async function move() {
    const done = await run(conflict.id, { action: 'move', stayId: side.id, unitId });
    if (!done) {
      void choices.refetch(); // what is free may just have changed
      return;
    }
    toast(t('move.done', { name, unit: choices.data?.find((one) => one.id === unitId)?.label ?? '' }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('move.title', { name })}
      description={t('move.means', {
        nights: side.checkIn && side.checkOut ? sayStay(locale, side.checkIn, side.checkOut, near) : '',
      })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" pending={pending} disabled={!unitId} onClick={move}>
            {t('move.confirm')}
          </Button>
        </>
      }
    >
      <ProblemNotice
        problem={problem ?? (choices.error ? toProblem(choices.error) : null)}
        className="mb-3"
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
          <p className="text-ink-2">{t('move.looking')}</p>
          <Skeleton className="h-5 w-3/5" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      ) : null}
      {choices.data && free === 0 ? <p className="mb-3">{t('move.none')}</p> : null}
      {choices.data && choices.data.length > 0 ? (
        <UnitRadios choices={choices.data} value={unitId} onChange={setUnitId} mayTake={false} />
      ) : null}
    </Dialog>
  );
}
