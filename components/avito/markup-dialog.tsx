'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import { addDays } from '#components/format/days.ts';
import { sayPercent } from '#components/rates/model.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RateGrid } from '#lib/domain/explain/schemas.ts';
import { setMarkup } from './avito-actions.ts';
import { AvitoProblem } from './avito-problem.tsx';
import { markupOf } from './markup.ts';
import { MarkupChoice } from './markup-choice.tsx';
import { PricesPreview } from './prices-preview.tsx';
import type { AvitoLink } from './shapes.ts';
import { useRounding } from './use-rounding.ts';

/** Within these nights three with a price are looked for. */
const LOOK_NIGHTS = 90;

/** What is added to every price that this listing is told, with what that makes of the next nights. */
export function MarkupDialog({
  link,
  propertyId,
  today,
  onChanged,
  onClose,
}: {
  link: AvitoLink;
  propertyId: string;
  today: string;
  onChanged: () => void;
  onClose: () => void;
}) {
  const t = useTranslations('avito.markup');
  const common = useTranslations('common');
  const locale = useLocale();
  const form = useId();
  const [text, setText] = useState(sayPercent(locale, Math.round(link.markup * 100)));
  const rounding = useRounding((state) => state.id === link.connectionId);
  const { run, pending, problem } = useAction(setMarkup);
  const rates = useQuery({
    queryKey: ['rates', 'avito', link.unitId, today],
    queryFn: async ({ signal }) => {
      const query = `from=${today}&to=${addDays(today, LOOK_NIGHTS)}&property=${propertyId}`;
      const grid = await call<RateGrid>('GET', `/api/rates/grid?${query}`, undefined, signal);
      return grid.items.find((unit) => unit.unitId === link.unitId) ?? null;
    },
  });
  const markupBp = markupOf(text);
  const unit = rates.data ?? null;

  async function submit() {
    if (markupBp === null) return;
    if (!(await run(link.mappingId, markupBp / 100))) return;
    toast(t('done', { unit: link.unitName }), { description: t('doneMeans') });
    onChanged();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('title')}
      description={t('lead', { item: link.itemName })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        <AvitoProblem problem={problem} onAgain={() => void submit()} />
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <MarkupChoice text={text} onChange={setText} />
          {rates.error ? (
            <AvitoProblem problem={toProblem(rates.error)} onAgain={() => void rates.refetch()} />
          ) : unit ? (
            <PricesPreview
              nights={unit.nights.map(({ night, priceMinor }) => ({
                night,
                price: priceMinor === null ? null : { amount: priceMinor, currency: unit.currency },
              }))}
              currency={unit.currency}
              markupBp={markupBp}
              rounding={rounding}
              propertyId={propertyId}
            />
          ) : (
            <div role="status" aria-label={t('reading')} className="flex flex-col gap-3 pt-6">
              <Skeleton className="w-full" />
              <Skeleton className="w-full" />
              <Skeleton className="w-full" />
            </div>
          )}
        </div>
        <p className="text-ink-2 text-sm">{t('sends')}</p>
      </form>
    </Dialog>
  );
}
