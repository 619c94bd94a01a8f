import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { Section } from '#components/frame/page.tsx';
import { OrganizationsList } from '#components/settings/organizations-list.tsx';
import { PasswordForm } from '#components/settings/password-form.tsx';
import { Preferences, ProfileForm } from '#components/settings/profile-form.tsx';
import { SessionsList } from '#components/settings/sessions-list.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { listSessions } from '#lib/domain/people/queries.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingsPages.you'))('title') };
}

export default async function YouPage() {
  const [{ ctx, user, organization, organizations, sessionId }, t, jar] = await Promise.all([
    requirePageCtx(),
    getTranslations('settingsPages.you'),
    cookies(),
  ]);
  const sessions = await listSessions(ctx, sessionId, { limit: 200 });
  const theme = jar.get('theme')?.value;
  const ordered = [...sessions.items].sort(
    (a, b) =>
      Number(b.isCurrent) - Number(a.isCurrent) || Date.parse(b.lastSeenAt) - Date.parse(a.lastSeenAt),
  );
  return (
    <>
      <Section title={t('title')} lead={t('lead')}>
        <ProfileForm key={user.name} name={user.name} email={user.email} />
      </Section>
      <Section title={t('preferences')}>
        <Preferences theme={theme === 'light' || theme === 'dark' ? theme : 'system'} />
      </Section>
      {organizations.length > 1 ? (
        <Section title={t('organizations')} lead={t('organizationsLead')}>
          <OrganizationsList organizations={organizations} currentId={organization.id} />
        </Section>
      ) : null}
      <Section title={t('password')} lead={t('passwordLead')}>
        <PasswordForm email={user.email} />
      </Section>
      <Section title={t('sessions')} lead={t('sessionsLead')}>
        <SessionsList sessions={ordered} now={ctx.clock.now().toString()} />
      </Section>
    </>
  );
}
