'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayPercent } from '#components/rates/model.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Slider } from '#components/ui/slider.tsx';
import { markupOf } from './markup.ts';

/** How much more a night costs at Avito: by the line, or to the hundredth of a percent by the field. */
export function MarkupChoice({
  text,
  onChange,
}: {
  /** As it is typed. */
  text: string;
  onChange: (text: string) => void;
}) {
  const t = useTranslations('avito.markup');
  const locale = useLocale();
  const bp = markupOf(text);
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('label')} hint={t('hint')} error={bp === null ? t('bad') : undefined}>
        <PercentInput value={text} onChange={onChange} />
      </Field>
      <div>
        <Slider
          label={t('slider')}
          value={Math.round((bp ?? 0) / 100)}
          valueText={`${sayPercent(locale, bp ?? 0)} %`}
          min={0}
          max={100}
          onChange={(percent) => onChange(sayPercent(locale, percent * 100))}
        />
        <p aria-hidden className="tnum flex justify-between text-ink-3 text-xs">
          <span>0 %</span>
          <span>50 %</span>
          <span>100 %</span>
        </p>
      </div>
    </div>
  );
}

function PercentInput({
  value,
  onChange,
  ...field
}: {
  value: string;
  onChange: (text: string) => void;
  id?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}) {
  return (
    <span className="relative block w-28">
      <Input
        {...field}
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="tnum pr-8"
      />
      <span aria-hidden className="pointer-events-none absolute top-1.5 right-3 text-ink-2">
        %
      </span>
    </span>
  );
}
