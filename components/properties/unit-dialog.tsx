'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Unit } from '#lib/domain/properties/schemas.ts';

type Draft = { name: string; preparationNights: number; partOf: string };

function save(propertyId: string, unit: Unit | null, draft: Draft): Promise<unknown> {
  const { name, preparationNights, partOf } = draft;
  if (unit) {
    return call('PATCH', `/api/units/${unit.id}`, { name, preparationNights, partOf: partOf || null });
  }
  return call('POST', `/api/properties/${propertyId}/units`, {
    name,
    preparationNights,
    ...(partOf ? { partOf } : {}),
  });
}

export function UnitDialog({
  propertyId,
  unit,
  siblings,
  onClose,
}: {
  propertyId: string;
  unit?: Unit;
  /** Units that this one could be a part of. */
  siblings: readonly Unit[];
  onClose: () => void;
}) {
  const t = useTranslations('units');
  const common = useTranslations('common');
  const [draft, setDraft] = useState<Draft>({
    name: unit?.name ?? '',
    preparationNights: unit?.preparationNights ?? 0,
    partOf: unit?.partOf[0] ?? '',
  });
  const { run, pending, problem } = useAction(save);
  const errorOf = useFieldErrors(problem);
  const form = useId();
  const wholes = siblings.filter((sibling) => sibling.id !== unit?.id && sibling.partOf.length === 0);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await run(propertyId, unit ?? null, draft)) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={unit ? t('edit') : t('add')}
      description={unit ? undefined : t('addLead')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {unit ? common('save') : t('add')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, ['name', 'preparationNights'])} />
        <Field label={t('name')} error={errorOf('name')}>
          <Input
            required
            maxLength={120}
            value={draft.name}
            onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          />
        </Field>
        <Field label={t('preparationLabel')} hint={t('preparationHint')} error={errorOf('preparationNights')}>
          <Input
            type="number"
            min={0}
            max={14}
            value={draft.preparationNights}
            onChange={(event) => setDraft({ ...draft, preparationNights: Number(event.target.value) })}
          />
        </Field>
        {wholes.length > 0 && (unit?.parts.length ?? 0) === 0 ? (
          <Field label={t('partOf')} hint={t('partOfHint')} error={errorOf('partOf')}>
            <Select
              value={draft.partOf}
              onChange={(event) => setDraft({ ...draft, partOf: event.target.value })}
            >
              <option value="">{t('partOfNone')}</option>
              {wholes.map((whole) => (
                <option key={whole.id} value={whole.id}>
                  {whole.name}
                </option>
              ))}
            </Select>
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}
