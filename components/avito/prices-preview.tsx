import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { sayNight } from '#components/format/words.ts';
import { sayPrice } from '#components/rates/model.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { Rounding } from '#lib/kernel/pricing.ts';
import { AVITO_CURRENCY, previewOf, SHOWN_NIGHTS } from './markup.ts';
import type { NightPrice } from './shapes.ts';

/** The next nights that have a price, here and at Avito; or why no price would be sent. */
export function PricesPreview({
  nights,
  currency,
  markupBp,
  rounding,
  propertyId,
}: {
  nights: readonly NightPrice[];
  /** Of the unit's prices. */
  currency: string;
  /** Null while what is typed is no markup. */
  markupBp: number | null;
  rounding: Rounding;
  propertyId: string;
}) {
  const t = useTranslations('avito.prices');
  const locale = useLocale();
  const rows = previewOf(nights, markupBp ?? 0, rounding).slice(0, SHOWN_NIGHTS);
  const link = (text: React.ReactNode) => (
    <Link href={`/rates?property=${propertyId}`} className="font-medium underline underline-offset-4">
      {text}
    </Link>
  );
  if (currency !== AVITO_CURRENCY) {
    return (
      <Notice kind="warn" title={t('otherMoney', { currency })}>
        {t('otherMoneyMeans')}
      </Notice>
    );
  }
  if (rows.length === 0) {
    return (
      <Notice kind="info" title={t('none')}>
        {t.rich('noneMeans', { link })}
      </Notice>
    );
  }
  return (
    <section aria-live="polite">
      <table className="tnum w-full text-right">
        <caption className="pb-1 text-left font-medium text-sm">{t('title', { count: rows.length })}</caption>
        <thead>
          <tr className="text-ink-2 text-sm">
            <th scope="col" className="py-1 text-left font-normal">
              {t('night')}
            </th>
            <th scope="col" className="py-1 font-normal">
              {t('here')}
            </th>
            <th scope="col" className="py-1 font-normal">
              {t('there')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ night, here, there }) => (
            <tr key={night} className="border-line border-t">
              <th scope="row" className="py-1.5 text-left font-normal">
                {sayNight(locale, night)}
              </th>
              <td className="py-1.5 text-ink-2">{sayPrice(locale, here, AVITO_CURRENCY)} ₽</td>
              <td className="py-1.5 font-medium">
                {markupBp === null ? '—' : `${sayPrice(locale, there, AVITO_CURRENCY)} ₽`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1.5 text-ink-2 text-sm">{t('upwards')}</p>
    </section>
  );
}
