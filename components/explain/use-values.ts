import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import type { ChannelExplanation } from '#lib/domain/explain/schemas.ts';

export type Values = NonNullable<ChannelExplanation['wanted']>;

/**
 * What a channel is told of a night, in words.
 * @returns a function of the values and of `inAll`: whether units count what the channel may sell with what it has sold
 */
export function useValues({
  currency,
  isPool,
  saysAllowed,
}: {
  currency: string | null;
  isPool: boolean;
  /** Also say of arrival and departure that they are allowed. */
  saysAllowed?: boolean;
}) {
  const t = useTranslations('explain');
  const allowed = useTranslations('rates.preview');
  const locale = useLocale();
  const sayUnits = (units: number, inAll: boolean) => {
    if (units === 0) return t('values.closed');
    if (!isPool && units === 1) return t('values.open');
    return t(inAll ? 'values.mayBe' : 'values.left', { count: units });
  };
  return (values: Values, inAll: boolean): string => {
    const { units, priceMinor, minStay, maxStay, closedToArrival, closedToDeparture } = values;
    const parts = [
      units === null || units === undefined ? null : sayUnits(units, inAll),
      priceMinor ? (currency ? sayMoney(locale, priceMinor, currency) : String(priceMinor)) : null,
      minStay ? t('values.min', { value: minStay }) : null,
      maxStay ? t('values.max', { value: maxStay }) : null,
      closedToArrival ? t('values.noArrival') : null,
      closedToDeparture ? t('values.noDeparture') : null,
      saysAllowed && closedToArrival === false ? allowed('arrival') : null,
      saysAllowed && closedToDeparture === false ? allowed('departure') : null,
    ].filter((part) => part !== null);
    return parts.length > 0 ? parts.join(', ') : t('nothing');
  };
}
