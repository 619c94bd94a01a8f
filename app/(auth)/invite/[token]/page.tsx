import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { AcceptForm } from '#components/people/accept-form.tsx';
import { Door } from '#components/people/door.tsx';
import { Button } from '#components/ui/button.tsx';
import { previewInvitation } from '#lib/domain/people/accept-invitation.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { runtime } from '#lib/runtime/runtime.ts';

export async function generateMetadata(): Promise<Metadata> {
  // The address holds a secret: it goes to no other site.
  return { title: (await getTranslations('invite'))('tab'), referrer: 'no-referrer' };
}

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const [t, frame, { token }, deps] = await Promise.all([
    getTranslations('invite'),
    getTranslations('frame'),
    params,
    runtime(),
  ]);
  const offer = await previewInvitation(deps, token).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'gone' || error.code === 'not_found')) return null;
    throw error;
  });
  if (!offer) {
    return (
      <Door title={t('goneTitle')} lead={t('goneLead')}>
        <Button asChild size="lg">
          <Link href="/sign-in">{t('signIn')}</Link>
        </Button>
      </Door>
    );
  }
  return (
    <Door
      title={t('title', { organization: offer.organization })}
      lead={t('lead', { role: frame(`role.${offer.role}`) })}
    >
      <AcceptForm token={token} email={offer.email} hasAccount={offer.hasAccount} />
    </Door>
  );
}
