'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { State } from '#components/ui/state.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Invitation } from '#lib/domain/people/schemas.ts';
import { AskFirst } from './ask-first.tsx';

const revoke = (id: string) => call('DELETE', `/api/invitations/${id}`);

export function Invitations({ invitations, now }: { invitations: readonly Invitation[]; now: string }) {
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} now={now} />
      ))}
    </ul>
  );
}

function InvitationRow({ invitation, now }: { invitation: Invitation; now: string }) {
  const t = useTranslations('settingsPages.members');
  const names = useTranslations('frame.role');
  const [asking, setAsking] = useState(false);
  const { run, pending, problem } = useAction(revoke);
  const isOpen = invitation.state === 'open';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2.5 last:border-b-0">
      <div className="min-w-48 flex-1">
        <p className="truncate font-medium" title={invitation.email}>
          {invitation.email}
        </p>
        <p className="text-ink-2 text-sm">{names(invitation.role)}</p>
      </div>
      <div className="tnum min-w-36 text-sm">
        <State kind={isOpen ? 'waiting' : 'unknown'}>{t(isOpen ? 'invited' : 'expired')}</State>
        <p className="text-ink-2">
          {t(isOpen ? 'ends' : 'ended')} <Ago at={invitation.expiresAt} now={now} />
        </p>
      </div>
      <Button size="sm" kind="quiet" onClick={() => setAsking(true)}>
        {t('withdraw')}
      </Button>
      {asking ? (
        <AskFirst
          title={t('withdrawTitle', { email: invitation.email })}
          means={t('withdrawMeans')}
          confirm={t('withdraw')}
          pending={pending}
          problem={problem}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            if (!(await run(invitation.id))) return;
            toast(t('withdrawn', { email: invitation.email }));
            setAsking(false);
          }}
        />
      ) : null}
    </li>
  );
}
