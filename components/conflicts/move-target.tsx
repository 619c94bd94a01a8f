'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import { placeName } from '#components/home/place.ts';
import type { ConflictGuide, MoveChoice } from '#lib/domain/guide/schemas.ts';

/** Which free unit somebody is to go to: those of the same house first, each with what its nights are asked for. */
export function MoveTarget({
  moves,
  value,
  onChange,
}: {
  moves: ConflictGuide['moves'][number];
  value: string;
  onChange: (unitId: string) => void;
}) {
  const t = useTranslations('clash');
  const say = useChoice();
  const here = moves.choices.filter((one) => one.isSameProperty);
  const there = moves.choices.filter((one) => !one.isSameProperty);
  const options = (choices: readonly MoveChoice[]) =>
    choices.map((one) => (
      <option key={one.unitId} value={one.unitId}>
        {say(one)}
      </option>
    ));
  const hidden = moves.free - moves.choices.length;
  return (
    <label className="flex flex-col gap-1">
      <span className="font-medium text-sm">{t('to')}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-panel px-2"
      >
        {here.length > 0 ? <optgroup label={t('here')}>{options(here)}</optgroup> : null}
        {there.length > 0 ? <optgroup label={t('elsewhere')}>{options(there)}</optgroup> : null}
      </select>
      {hidden > 0 ? <span className="text-ink-2 text-sm">{t('more', { count: hidden })}</span> : null}
    </label>
  );
}

function useChoice(): (choice: MoveChoice) => string {
  const t = useTranslations('clash.level');
  const locale = useLocale();
  return ({ propertyName, name, price, level }) => {
    const facts = [
      placeName(propertyName, name),
      price ? sayMoney(locale, price.amount, price.currency) : null,
      level ? t(level) : null,
    ];
    return facts.filter((fact) => fact !== null).join(' · ');
  };
}
