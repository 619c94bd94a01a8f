'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Moment } from '#components/records/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { MenuItem } from '#components/ui/menu-parts.tsx';
import type { Member } from '#lib/domain/people/schemas.ts';

const MemberRemove = dynamic(() => import('./member-dialogs.tsx').then((module) => module.MemberRemove));
const MemberRole = dynamic(() => import('./member-dialogs.tsx').then((module) => module.MemberRole));

export type MemberRights = {
  mayChange: boolean;
  mayRemove: boolean;
  /** Why neither is offered, where one would expect it. */
  isLastOwner: boolean;
};

export function MembersList({
  members,
  rights,
  grantable,
}: {
  members: readonly Member[];
  /** By member id. */
  rights: Readonly<Record<string, MemberRights>>;
  grantable: readonly Member['role'][];
}) {
  return (
    <ul className="rounded-lg border border-line bg-panel">
      {members.map((member) => (
        <MemberRow
          key={member.id}
          member={member}
          rights={rights[member.id] ?? { mayChange: false, mayRemove: false, isLastOwner: false }}
          grantable={grantable}
        />
      ))}
    </ul>
  );
}

function MemberRow({
  member,
  rights,
  grantable,
}: {
  member: Member;
  rights: MemberRights;
  grantable: readonly Member['role'][];
}) {
  const t = useTranslations('settingsPages.members');
  const names = useTranslations('frame.role');
  const [open, setOpen] = useState<'role' | 'remove' | null>(null);
  return (
    <li className="flex items-center gap-x-4 border-line border-b px-4 py-2.5 last:border-b-0">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-6 gap-y-1">
        <div className="min-w-40 flex-1">
          <p className="truncate font-medium" title={member.name}>
            {member.name}
            {member.isSelf ? <span className="font-normal text-ink-2"> · {t('self')}</span> : null}
          </p>
          <p className="truncate text-ink-2 text-sm" title={member.email}>
            {member.email}
          </p>
        </div>
        <div className="min-w-28 text-sm sm:w-40">
          <p>{names(member.role)}</p>
          <p className="tnum text-ink-2">
            {rights.isLastOwner ? (
              t('lastOwner')
            ) : (
              <>
                {t('since')} <Moment at={member.createdAt} />
              </>
            )}
          </p>
        </div>
      </div>
      {rights.mayChange || rights.mayRemove ? (
        <Menu
          trigger={
            <Button kind="quiet" size="iconSm" aria-label={t('actions', { name: member.name })}>
              <Icon name="ellipsis" />
            </Button>
          }
        >
          {rights.mayChange ? (
            <MenuItem onSelect={() => setOpen('role')}>
              <Icon name="user-round-cog" />
              {t('changeRole')}
            </MenuItem>
          ) : null}
          {rights.mayRemove ? (
            <MenuItem danger onSelect={() => setOpen('remove')}>
              {member.isSelf ? <Icon name="log-out" /> : <Icon name="user-round-x" />}
              {t(member.isSelf ? 'leave' : 'remove')}
            </MenuItem>
          ) : null}
        </Menu>
      ) : (
        <span className="size-7" />
      )}
      {open === 'role' ? (
        <MemberRole member={member} grantable={grantable} onClose={() => setOpen(null)} />
      ) : open === 'remove' ? (
        <MemberRemove member={member} onClose={() => setOpen(null)} />
      ) : null}
    </li>
  );
}
