'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import type { TakeOverAnswer } from '#lib/domain/rates/schemas.ts';

const SHOWN = 8;

/** How many nights get which price, before anything is taken over. */
export function TakeOverPreview({ answer, unit }: { answer: TakeOverAnswer; unit: string }) {
  const t = useTranslations('rates.takeOver');
  const locale = useLocale();
  const { units, takenNights, leftNights, prices } = answer;
  const taken = { count: takenNights, unit, units };
  const takes = units > 1 && takenNights > 0 ? t('takesEach', taken) : t('takes', taken);
  const rest = prices.slice(SHOWN).reduce((sum, one) => sum + one.nights, 0);
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      <p className="font-medium">{takenNights + leftNights === 0 ? t('unseen') : takes}</p>
      {prices.length > 0 ? (
        <table className="tnum w-full text-right">
          <thead>
            <tr className="text-ink-2 text-sm">
              <th scope="col" className="py-1 text-left font-normal">
                {t('price')}
              </th>
              <th scope="col" className="py-1 font-normal">
                {t('nights')}
              </th>
            </tr>
          </thead>
          <tbody>
            {prices.slice(0, SHOWN).map(({ price, nights }) => (
              <tr key={price?.amount ?? ''} className="border-line border-t">
                <td className="py-1 text-left">
                  {price ? sayMoney(locale, price.amount, price.currency) : t('noPrice')}
                </td>
                <td className="py-1">{nights}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rest > 0 ? <p className="text-ink-2 text-sm">{t('more', { count: rest })}</p> : null}
      {leftNights > 0 ? <p className="text-ink-2 text-sm">{t('left', { count: leftNights })}</p> : null}
      {takenNights > 0 ? <p className="text-ink-2 text-sm">{t('sends')}</p> : null}
    </div>
  );
}
