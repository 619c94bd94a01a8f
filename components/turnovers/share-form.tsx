'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { NewTurnoverLink } from '#lib/domain/turnovers/schemas.ts';

/** A property that a link may show. */
export type Shareable = { readonly id: string; readonly name: string };

const TERMS = { week: 7, month: 30, quarter: 90, year: 365, ever: null } as const;
type Term = keyof typeof TERMS;
const TERM_KEYS = Object.keys(TERMS) as Term[]; // the keys of a literal just above

const make = (body: { name: string; propertyIds: readonly string[] | null; days: number | null }) =>
  call<NewTurnoverLink>('POST', '/api/turnovers', body);

/** For whom, what it shows, and how long it opens. */
export function ShareForm({
  properties,
  onMade,
}: {
  properties: readonly Shareable[];
  onMade: (link: NewTurnoverLink) => void;
}) {
  const t = useTranslations('turnovers.share');
  const [name, setName] = useState('');
  const [term, setTerm] = useState<Term>('quarter');
  const [isAll, setAll] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { run, pending, problem } = useAction(make);
  const errorOf = useFieldErrors(problem);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run({ name, propertyIds: isAll ? null : [...chosen], days: TERMS[term] });
    if (done) onMade(done.value);
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ProblemNotice problem={beyondFields(problem, ['name', 'propertyIds'])} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('name')} hint={t('nameHint')} error={errorOf('name')}>
          <Input
            required
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t('until')}>
          <Select
            value={term}
            onChange={(event) => setTerm(TERM_KEYS.find((key) => key === event.target.value) ?? term)}
          >
            {TERM_KEYS.map((key) => (
              <option key={key} value={key}>
                {t(key)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {properties.length > 1 ? (
        <fieldset>
          <legend className="mb-1.5 font-medium text-sm">{t('which')}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            <Choice
              type="radio"
              name="which"
              checked={isAll}
              onChange={() => setAll(true)}
              label={t('all')}
            />
            <Choice
              type="radio"
              name="which"
              checked={!isAll}
              onChange={() => setAll(false)}
              label={t('some')}
            />
          </div>
          {isAll ? null : (
            <ul className="mt-2 max-h-48 overflow-y-auto rounded-md border border-line px-3 py-1.5">
              {properties.map((property) => (
                <li key={property.id}>
                  <Choice
                    type="checkbox"
                    checked={chosen.has(property.id)}
                    onChange={() => setChosen((was) => toggled(was, property.id))}
                    label={property.name}
                  />
                </li>
              ))}
            </ul>
          )}
        </fieldset>
      ) : null}
      <div>
        <Button type="submit" kind="primary" pending={pending} disabled={!isAll && chosen.size === 0}>
          {t('make')}
        </Button>
      </div>
    </form>
  );
}

function Choice({
  label,
  ...input
}: {
  type: 'radio' | 'checkbox';
  name?: string;
  checked: boolean;
  onChange: () => void;
  label: string;
}) {
  return (
    <label className="flex min-w-0 cursor-pointer items-center gap-2 py-1">
      <input {...input} className="size-4 shrink-0 accent-(--accent)" />
      <span className="min-w-0 truncate" title={label}>
        {label}
      </span>
    </label>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
