'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call, type Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { addDays, nightsFrom } from '#components/format/days.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import type { TakeOverAnswer } from '#lib/domain/rates/schemas.ts';
import { MAX_WINDOW_NIGHTS } from '#lib/kernel/window-limit.ts';
import type { UnitRow } from './model.ts';
import { nameOf, sourcesOf } from './sources.ts';
import { TakeOverPreview } from './take-over-preview.tsx';
import { useRereadRates } from './use-rates-data.ts';

type Asked = { readonly mappingId: string; readonly from: string; readonly to: string };
const look = (asked: Asked) =>
  call<TakeOverAnswer>('POST', '/api/rates/take-over', { ...asked, dryRun: true });
const take = (asked: Asked) => call<TakeOverAnswer>('POST', '/api/rates/take-over', asked);

/** What a channel was seen to ask becomes what is asked here: chosen, looked at, and only then taken. */
export function TakeOverDialog({
  units,
  from,
  last,
  onClose,
}: {
  units: readonly UnitRow[];
  /** The nights that are offered first. */
  from: string;
  last: string;
  onClose: () => void;
}) {
  const t = useTranslations('rates.takeOver');
  const common = useTranslations('common');
  const form = useId();
  const sources = sourcesOf(units);
  const [mappingId, setMapping] = useState(sources[0]?.mappingId ?? '');
  const [nights, setNights] = useState({ from, last });
  const [wasTried, setTried] = useState(false);
  const [seen, setSeen] = useState<{ asked: Asked; answer: TakeOverAnswer } | null>(null);
  const looked = useAction(look);
  const taken = useAction(take);
  const reread = useRereadRates();
  const count = nights.from && nights.last ? nightsFrom(nights.from, nights.last) + 1 : 0;
  const isBad = count < 1 || count > MAX_WINDOW_NIGHTS;
  const meant = units.find((row) => row.unit.unitId === seen?.answer.unitId);

  async function preview(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (isBad || mappingId === '') return;
    const asked = { mappingId, from: nights.from, to: addDays(nights.last, 1) };
    const done = await looked.run(asked);
    if (done) setSeen({ asked, answer: done.value });
  }

  async function confirm() {
    if (!seen) return;
    const done = await taken.run(seen.asked);
    if (!done) return;
    await reread();
    toast(t('done', { count: done.value.takenNights }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={t('title')}
      description={t('lead')}
      footer={
        seen ? (
          <>
            <Button onClick={() => setSeen(null)}>{t('back')}</Button>
            {seen.answer.takenNights > 0 ? (
              <Button kind="primary" pending={taken.pending} onClick={() => void confirm()}>
                {t('confirm', { count: seen.answer.takenNights })}
              </Button>
            ) : null}
          </>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" form={form} kind="primary" pending={looked.pending}>
              {t('preview')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Refusal problem={taken.problem ?? looked.problem} />
        {seen ? (
          <TakeOverPreview answer={seen.answer} unit={meant ? nameOf(meant) : ''} />
        ) : (
          <form
            id={form}
            onSubmit={(event) => void preview(event)}
            noValidate
            className="flex flex-col gap-4"
          >
            <Field label={t('from')}>
              <Select value={mappingId} onChange={(event) => setMapping(event.target.value)}>
                {sources.map((one) => (
                  <option key={one.mappingId} value={one.mappingId}>
                    {one.label}
                  </option>
                ))}
              </Select>
            </Field>
            <div className="grid gap-3 min-[360px]:grid-cols-2">
              <Field
                label={t('first')}
                error={wasTried && isBad ? t('badDates', { count: MAX_WINDOW_NIGHTS }) : undefined}
              >
                <Input
                  type="date"
                  value={nights.from}
                  onChange={(event) => setNights({ ...nights, from: event.target.value })}
                />
              </Field>
              <Field label={t('last')}>
                <Input
                  type="date"
                  min={nights.from}
                  value={nights.last}
                  onChange={(event) => setNights({ ...nights, last: event.target.value })}
                />
              </Field>
            </div>
            <span role="status" className="sr-only">
              {looked.pending ? t('looking') : ''}
            </span>
          </form>
        )}
      </div>
    </Dialog>
  );
}

/** Another currency is no trouble of ours: it is said as what it is. */
function Refusal({ problem }: { problem: Problem | null }) {
  const t = useTranslations('rates.takeOver');
  const { reason, ours, theirs } = problem?.details ?? {};
  if (reason !== 'other_currency') return <ProblemNotice problem={problem} />;
  return <Notice kind="bad">{t('currency', { ours: String(ours), theirs: String(theirs ?? '—') })}</Notice>;
}
