'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { parsePercent, sayPercent, sayPrice } from '#components/rates/model.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { toast } from '#components/ui/toast.ts';
import { priceFor, ROUNDINGS, type Rounding } from '#lib/kernel/pricing.ts';
import { updateConnection } from './connection-actions.ts';
import type { ConnectionDialogProps } from './connection-dialog-props.ts';

const LEAST_BP = -9000;
const MOST_BP = 30_000;
/** In minor units of a currency with two decimals, as most have. */
const EXAMPLES = [8000, 12_450, 20_120];

/** What prices come to at this channel, worked out beside the fields before anything is saved. */
export function PricingDialog({ state, channelName, name, onClose }: ConnectionDialogProps) {
  const t = useTranslations('connections.pricing');
  const common = useTranslations('common');
  const locale = useLocale();
  const [percent, setPercent] = useState(sayPercent(locale, state.markupBp));
  const [rounding, setRounding] = useState<Rounding>(state.rounding);
  const [wasTried, setTried] = useState(false);
  const { run, pending, problem } = useAction(updateConnection);
  const form = useId();
  const read = percent.trim() === '' ? 0 : parsePercent(percent);
  const markupBp = read !== null && read >= LEAST_BP && read <= MOST_BP ? read : null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (markupBp === null) return;
    if (!(await run(state.provider, state.id, { markupBp, rounding }))) return;
    toast(t('done', { name }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="sm"
      title={t('title', { channel: channelName })}
      description={t('lead', { name })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ProblemNotice problem={problem} />
        <Field
          label={t('markup')}
          hint={t('markupHint')}
          error={wasTried && markupBp === null ? t('markupBad') : undefined}
        >
          <Input
            inputMode="decimal"
            autoComplete="off"
            value={percent}
            onChange={(event) => setPercent(event.target.value)}
            className="tnum"
          />
        </Field>
        <Field label={t('rounding')}>
          <Select
            value={rounding}
            onChange={(event) => setRounding(event.target.value as Rounding)} /* one of those below */
          >
            {ROUNDINGS.map((one) => (
              <option key={one} value={one}>
                {t(`roundings.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
        <section aria-label={t('example')} aria-live="polite">
          <table className="tnum w-full text-right">
            <caption className="pb-1 text-left font-medium text-sm">{t('example')}</caption>
            <thead>
              <tr className="text-ink-2 text-sm">
                <th scope="col" className="py-1 font-normal">
                  {t('here')}
                </th>
                <th scope="col" className="py-1 font-normal">
                  {t('there', { channel: channelName })}
                </th>
              </tr>
            </thead>
            <tbody>
              {EXAMPLES.map((base) => (
                <tr key={base} className="border-line border-t">
                  <td className="py-1">{sayPrice(locale, base, 'EUR')}</td>
                  <td className="py-1 font-medium">
                    {markupBp === null
                      ? '—'
                      : sayPrice(
                          locale,
                          priceFor(base, { markupBp, rounding, step: 1, currency: 'EUR' }),
                          'EUR',
                        )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p className="text-ink-2 text-sm">
          {t('step', { channel: channelName })} {t('sends', { channel: channelName })}
        </p>
      </form>
    </Dialog>
  );
}
