import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Section } from '#components/frame/page.tsx';
import { Closed } from '#components/settings/closed.tsx';
import { Invitations } from '#components/settings/invitations.tsx';
import { InviteButton } from '#components/settings/invite-dialog.tsx';
import { type MemberRights, MembersList } from '#components/settings/members-list.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { ROLE_ORDER } from '#lib/domain/access/labels.ts';
import { can, canGrant, type Role } from '#lib/domain/access/rules.ts';
import { listInvitations, listMembers } from '#lib/domain/people/queries.ts';
import type { Member } from '#lib/domain/people/schemas.ts';

const ALL = { limit: 200 };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingsPages.members'))('title') };
}

export default async function MembersPage() {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('settingsPages.members')]);
  const mayManage = can(role, 'member.manage');
  const [members, invitations] = await Promise.all([
    listMembers(ctx, ALL),
    mayManage ? listInvitations(ctx, ALL) : null,
  ]);
  const grantable = ROLE_ORDER.filter((one) => canGrant(role, one));
  return (
    <>
      <Section
        title={t('title')}
        lead={t('lead', { count: members.items.length })}
        action={mayManage ? <InviteButton grantable={grantable} /> : null}
      >
        <MembersList members={members.items} rights={rightsOver(members.items, role)} grantable={grantable} />
        {members.nextCursor ? <p className="mt-2 text-ink-2 text-sm">{t('cut')}</p> : null}
        {mayManage ? null : (
          <div className="mt-3">
            <Closed>{t('closed')}</Closed>
          </div>
        )}
      </Section>
      {invitations && invitations.items.length > 0 ? (
        <Section title={t('invitations')} lead={t('invitationsLead')}>
          <Invitations invitations={invitations.items} now={ctx.clock.now().toString()} />
        </Section>
      ) : null}
    </>
  );
}

/** What the reader may do to each: nothing to a role above their own, nothing that leaves no owner; anybody may leave. */
function rightsOver(members: readonly Member[], role: Role): Record<string, MemberRights> {
  const owners = members.filter((member) => member.role === 'owner').length;
  return Object.fromEntries(
    members.map((member) => {
      const isLastOwner = member.role === 'owner' && owners === 1;
      const mayGrant = canGrant(role, member.role);
      return [
        member.id,
        {
          isLastOwner,
          mayChange: mayGrant && !isLastOwner,
          mayRemove: (mayGrant || member.isSelf) && !isLastOwner,
        },
      ];
    }),
  );
}
