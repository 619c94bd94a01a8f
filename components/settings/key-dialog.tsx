'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Member, NewApiKey } from '#lib/domain/people/schemas.ts';
import { RoleChoice } from './role-choice.tsx';

type Role = Member['role'];

function create(name: string, role: Role): Promise<NewApiKey> {
  return call<NewApiKey>('POST', '/api/keys', { name, role });
}

export function NewKeyButton({ grantable }: { grantable: readonly Role[] }) {
  const t = useTranslations('settingsPages.keys');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        <Icon name="key-round" />
        {t('create')}
      </Button>
      {open ? <KeyDialog grantable={grantable} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Names the key and its role, then shows it, this once: only its hash is kept. */
function KeyDialog({ grantable, onClose }: { grantable: readonly Role[]; onClose: () => void }) {
  const t = useTranslations('settingsPages.keys');
  const common = useTranslations('common');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [made, setMade] = useState<NewApiKey | null>(null);
  const { run, pending, problem } = useAction(create);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(name, role);
    if (done) setMade(done.value);
  }

  if (made) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t('madeTitle', { name: made.name })}
        description={t('madeMeans')}
        footer={
          <Button kind="primary" onClick={onClose}>
            {t('madeDone')}
          </Button>
        }
      >
        <CopyField value={made.key} label={t('key')} />
        <p className="mt-3 mb-1 text-ink-2 text-sm">{t('example')}</p>
        <CopyField
          value={`curl -H "Authorization: Bearer ${made.key}" ${window.location.origin}/api/reservations`}
          label={t('example')}
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('createTitle')}
      description={t('createMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, ['name'])} />
        <Field label={t('name')} hint={t('nameHint')} error={errorOf('name')}>
          <Input
            required
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <RoleChoice value={role} onChange={setRole} grantable={grantable} />
      </form>
    </Dialog>
  );
}
