'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Member } from '#lib/domain/people/schemas.ts';
import { AskFirst } from './ask-first.tsx';
import { RoleChoice } from './role-choice.tsx';

type Role = Member['role'];

const changeRole = (id: string, role: Role) => call('PATCH', `/api/members/${id}`, { role });
const remove = (id: string) => call('DELETE', `/api/members/${id}`);

export function MemberRole({
  member,
  grantable,
  onClose,
}: {
  member: Member;
  grantable: readonly Role[];
  onClose: () => void;
}) {
  const t = useTranslations('settingsPages.members');
  const common = useTranslations('common');
  const names = useTranslations('frame.role');
  const [role, setRole] = useState(member.role);
  const { run, pending, problem } = useAction(changeRole);

  async function save() {
    if (role !== member.role) {
      if (!(await run(member.id, role))) return;
      toast(t('roleChanged', { name: member.name, role: names(role) }));
    }
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('roleTitle', { name: member.name })}
      description={t('roleMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="primary" pending={pending} onClick={save}>
            {common('save')}
          </Button>
        </>
      }
    >
      <ProblemNotice problem={problem} className="mb-3" />
      <RoleChoice value={role} onChange={setRole} grantable={grantable} />
    </Dialog>
  );
}

export function MemberRemove({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations('settingsPages.members');
  const { run, pending, problem } = useAction(remove);
  const kind = member.isSelf ? 'leave' : 'remove';
  return (
    <AskFirst
      title={t(`${kind}Title`, { name: member.name })}
      means={t(`${kind}Means`)}
      confirm={t(kind)}
      pending={pending}
      problem={problem}
      onClose={onClose}
      onConfirm={async () => {
        if (!(await run(member.id))) return;
        // Who left is signed out with it: the whole page belongs to somebody else now.
        if (member.isSelf) window.location.assign('/');
        else {
          toast(t('removed', { name: member.name }));
          onClose();
        }
      }}
    />
  );
}
