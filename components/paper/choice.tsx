'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Asked, WEEKS } from './sheets.ts';

/** What to print, as a form that needs no script: the address says it all. */
export function Choice({
  asked,
  properties,
}: {
  asked: Asked;
  properties: readonly { readonly id: string; readonly name: string }[];
}) {
  const t = useTranslations('paper');
  return (
    <form className="flex flex-wrap items-end gap-3">
      <Field label={t('from')}>
        <Input type="date" name="from" defaultValue={asked.from} required className="w-40" />
      </Field>
      <Field label={t('weeks')}>
        <Select name="weeks" defaultValue={asked.weeks}>
          {WEEKS.map((weeks) => (
            <option key={weeks} value={weeks}>
              {t('weekCount', { count: weeks })}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('property')}>
        <Select name="property" defaultValue={asked.property ?? ''} className="max-w-56">
          <option value="">{t('all')}</option>
          {properties.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Button type="submit">{t('show')}</Button>
    </form>
  );
}
