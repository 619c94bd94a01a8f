'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { call } from '#components/api/client.ts';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyField } from '#components/ui/copy-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Member, NewInvitation } from '#lib/domain/people/schemas.ts';
import { RoleChoice } from './role-choice.tsx';

type Role = Member['role'];

function invite(email: string, role: Role): Promise<NewInvitation> {
  return call<NewInvitation>('POST', '/api/invitations', { email, role });
}

export function InviteButton({ grantable }: { grantable: readonly Role[] }) {
  const t = useTranslations('settingsPages.members');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>
        <Icon name="user-round-plus" />
        {t('invite')}
      </Button>
      {open ? <InviteDialog grantable={grantable} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Asks whom and as what, then shows the link, this once: only its hash is kept. */
function InviteDialog({ grantable, onClose }: { grantable: readonly Role[]; onClose: () => void }) {
  const t = useTranslations('settingsPages.members');
  const common = useTranslations('common');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('manager');
  const [made, setMade] = useState<NewInvitation | null>(null);
  const { run, pending, problem } = useAction(invite);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(email, role);
    if (done) setMade(done.value);
  }

  if (made) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={t('linkTitle', { email: made.email })}
        description={t('linkMeans')}
        footer={
          <Button kind="primary" onClick={onClose}>
            {t('linkDone')}
          </Button>
        }
      >
        <CopyField value={made.url} label={t('link')} />
        <p className="mt-2 text-ink-2 text-sm">
          {t('ends')} <Ago at={made.expiresAt} now={made.createdAt} />
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('inviteTitle')}
      description={t('inviteMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {t('makeLink')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, ['email'])} />
        <Field label={t('email')} error={errorOf('email')}>
          <Input
            type="email"
            required
            maxLength={320}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <RoleChoice value={role} onChange={setRole} grantable={grantable} />
      </form>
    </Dialog>
  );
}
