'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { CancelButton } from '#components/frame/cancel-button.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Property } from '#lib/domain/properties/schemas.ts';
import { currencyOptions, guessCurrency, zoneOptions } from './zones.ts';

const FIELDS = ['name', 'timezone', 'currency', 'checkInTime', 'checkOutTime'] as const;
type Draft = Record<(typeof FIELDS)[number], string>;

function save(id: string | null, draft: Draft): Promise<Property> {
  return id
    ? call<Property>('PATCH', `/api/properties/${id}`, draft)
    : call<Property>('POST', '/api/properties', draft);
}

/** Makes or changes a property. A new one starts from the browser's own zone, which is right more often than not. */
export function PropertyForm({ property }: { property?: Property }) {
  const t = useTranslations('property');
  const common = useTranslations('common');
  const locale = useLocale();
  const router = useRouter();
  const { run, pending, problem } = useAction(save);
  const errorOf = useFieldErrors(problem);
  const [draft, setDraft] = useState<Draft>({
    name: property?.name ?? '',
    timezone: property?.timezone ?? '',
    currency: property?.currency ?? '',
    checkInTime: property?.checkInTime ?? '15:00',
    checkOutTime: property?.checkOutTime ?? '11:00',
  });
  const set = (part: Partial<Draft>) => setDraft((was) => ({ ...was, ...part }));

  useEffect(() => {
    if (property) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setDraft((was) => ({
      ...was,
      timezone: was.timezone || (zone.includes('/') ? zone : 'Europe/Paris'),
      currency: was.currency || guessCurrency(zone),
    }));
  }, [property]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(property?.id ?? null, draft);
    if (done) router.push(`/properties/${done.value.id}`);
  }

  return (
    <form onSubmit={submit} className="flex max-w-[640px] flex-col gap-5">
      <ProblemNotice problem={beyondFields(problem, FIELDS)} />
      <Field label={t('name')} hint={property ? undefined : t('nameHint')} error={errorOf('name')}>
        <Input
          required
          maxLength={120}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
          autoFocus={!property}
        />
      </Field>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t('timezone')} hint={t('timezoneHint')} error={errorOf('timezone')}>
          <Combobox
            value={draft.timezone}
            onChange={(timezone) => set({ timezone })}
            options={zoneOptions()}
            searchLabel={t('searchZone')}
          />
        </Field>
        <Field label={t('currency')} error={errorOf('currency')}>
          <Combobox
            value={draft.currency}
            onChange={(currency) => set({ currency })}
            options={currencyOptions(locale)}
            searchLabel={t('searchCurrency')}
          />
        </Field>
        <Field label={t('checkInTime')} error={errorOf('checkInTime')}>
          <Input
            type="time"
            required
            value={draft.checkInTime}
            onChange={(event) => set({ checkInTime: event.target.value })}
          />
        </Field>
        <Field label={t('checkOutTime')} error={errorOf('checkOutTime')}>
          <Input
            type="time"
            required
            value={draft.checkOutTime}
            onChange={(event) => set({ checkOutTime: event.target.value })}
          />
        </Field>
      </div>
      <div className="flex gap-2">
        <Button type="submit" kind="primary" pending={pending} disabled={!draft.timezone || !draft.currency}>
          {property ? common('save') : t('create')}
        </Button>
        <CancelButton to={property ? `/properties/${property.id}` : '/properties'} />
      </div>
    </form>
  );
}
