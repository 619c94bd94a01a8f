'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { bodyOf, type Choice, type Draft, PRICE_MODES, type PriceMode } from './draft.ts';
import { commonOf, nightsMeant, sayPrice, type UnitRow } from './model.ts';
import { Weekdays } from './weekdays.tsx';

const STAYS = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 28, 30, 60, 90];

/** What to change on the nights that were chosen. What is left alone stays as it is, also where it differs. */
export function EditForm({
  draft,
  units,
  shownUnits,
  pending,
  onChange,
  onPreview,
}: {
  draft: Draft;
  /** The rows that the draft means. */
  units: readonly UnitRow[];
  shownUnits: readonly UnitRow[];
  pending: boolean;
  onChange: (change: Partial<Draft>) => void;
  onPreview: (body: unknown) => void;
}) {
  const t = useTranslations('rates.form');
  const locale = useLocale();
  const [wasTried, setTried] = useState(false);
  const currencies = [...new Set(units.map((row) => row.unit.currency))];
  const currency = currencies[0] ?? 'EUR';
  const isMixed = currencies.length > 1;
  const made = bodyOf(draft, currency);
  const errorAt = (field: string) =>
    wasTried && 'error' in made && made.field === field ? t(made.error) : undefined;
  const nights = nightsMeant(draft.from, draft.last, draft.weekdays);
  const common = <K extends Parameters<typeof commonOf>[2]>(field: K) =>
    commonOf(units, nights.slice(0, 400), field);
  const price = common('priceMinor');
  const keepWords = (value: string | null | undefined) =>
    value === null ? t('keep') : value === undefined ? t('keepMixed') : t('keepNow', { value });
  const number = (value: number | null | undefined) =>
    value === undefined ? undefined : value === null ? null : String(value);
  const closed = (value: boolean | null | undefined) =>
    value === undefined ? undefined : value === null ? null : value ? t('closedTo') : t('allowed');

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if ('body' in made) onPreview(made.body);
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div>
        <p className="font-medium text-sm">{t('units')}</p>
        <p className="line-clamp-3 text-ink-2" title={units.map((row) => row.title).join(', ')}>
          {units.map((row) => row.title).join(', ')}
        </p>
        {units.length < shownUnits.length ? (
          <Button
            kind="link"
            size="inline"
            onClick={() => onChange({ unitIds: shownUnits.map((row) => row.unit.unitId) })}
          >
            {t('allShown', { count: shownUnits.length })}
          </Button>
        ) : null}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('from')} error={errorAt('dates')}>
          <Input
            type="date"
            value={draft.from}
            onChange={(event) => onChange({ from: event.target.value })}
          />
        </Field>
        <Field label={t('last')}>
          <Input
            type="date"
            min={draft.from}
            value={draft.last}
            onChange={(event) => onChange({ last: event.target.value })}
          />
        </Field>
      </div>
      {draft.from === draft.last ? null : (
        <Weekdays
          value={draft.weekdays}
          error={errorAt('weekdays')}
          onChange={(weekdays) => onChange({ weekdays })}
        />
      )}
      <div className="grid grid-cols-[3fr_2fr] items-end gap-3">
        <Field label={t('price')} className="col-span-2 min-[360px]:col-span-1">
          <Select
            value={draft.priceMode}
            onChange={(event) => onChange({ priceMode: event.target.value as PriceMode, price: '' })} // one of the options below
          >
            {PRICE_MODES.map((mode) => (
              <option key={mode} value={mode} disabled={isMixed && (mode === 'set' || mode === 'amount')}>
                {t(`priceMode.${mode}`)}
              </option>
            ))}
          </Select>
        </Field>
        {draft.priceMode === 'keep' || draft.priceMode === 'clear' ? (
          <p className="tnum pb-1.5 text-ink-2 text-sm">
            {price === null
              ? null
              : price === undefined
                ? t('mixed')
                : t('now', { value: `${sayPrice(locale, price, currency)} ${currency}` })}
          </p>
        ) : (
          <span className="relative">
            <Input
              aria-label={t(`priceMode.${draft.priceMode}`)}
              aria-invalid={errorAt('price') ? true : undefined}
              inputMode="decimal"
              autoComplete="off"
              value={draft.price}
              placeholder={draft.priceMode === 'set' && price ? sayPrice(locale, price, currency) : ''}
              onChange={(event) => onChange({ price: event.target.value })}
              className="tnum pr-12"
            />
            <span aria-hidden className="pointer-events-none absolute top-1.5 right-2.5 text-ink-2 text-sm">
              {draft.priceMode === 'percent' ? '%' : currency}
            </span>
          </span>
        )}
        {errorAt('price') ? (
          <p role="alert" className="col-span-2 text-bad text-sm">
            {errorAt('price')}
          </p>
        ) : draft.priceMode === 'percent' ? (
          <p className="col-span-2 text-ink-2 text-sm">{t('percentHint')}</p>
        ) : isMixed ? (
          <p className="col-span-2 text-ink-2 text-sm">{t('mixedCurrency')}</p>
        ) : null}
      </div>
      <div className="grid grid-cols-2 items-end gap-3">
        {(['minStay', 'maxStay'] as const).map((field) => (
          <Rule
            key={field}
            label={t(field)}
            value={draft[field]}
            keep={keepWords(number(common(field)))}
            options={[...STAYS.map((count) => ({ value: String(count), label: t('nights', { count }) }))]}
            none={t('none')}
            onChange={(value) => onChange({ [field]: value })}
          />
        ))}
        {(['arrival', 'departure'] as const).map((field) => (
          <Rule
            key={field}
            label={t(field)}
            value={draft[field]}
            keep={keepWords(closed(common(field === 'arrival' ? 'closedToArrival' : 'closedToDeparture')))}
            options={[
              { value: 'open', label: t('allowed') },
              { value: 'closed', label: t('closedTo') },
            ]}
            none={t('none')}
            onChange={(value) => onChange({ [field]: value })}
          />
        ))}
        <Rule
          label={t('sale')}
          value={draft.sale}
          keep={t('keep')}
          options={[
            { value: 'open', label: t('forSale') },
            { value: 'closed', label: t('notForSale') },
          ]}
          none={null}
          onChange={(sale) => onChange({ sale })}
        />
      </div>
      {errorAt('form') ? (
        <p role="alert" className="text-bad text-sm">
          {errorAt('form')}
        </p>
      ) : null}
      <Button type="submit" kind="primary" pending={pending} className="self-start">
        {t('preview')}
      </Button>
    </form>
  );
}

function Rule({
  label,
  value,
  keep,
  options,
  none,
  onChange,
}: {
  label: string;
  value: Choice;
  keep: string;
  options: readonly { value: string; label: string }[];
  none: string | null;
  onChange: (value: Choice) => void;
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="keep">{keep}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
        {none === null ? null : <option value="none">{none}</option>}
      </Select>
    </Field>
  );
}
