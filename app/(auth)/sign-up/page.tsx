import type { Metadata } from 'next';
import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Door } from '#components/people/door.tsx';
import { SignUpForm } from '#components/people/sign-up-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { canSignUp } from '#lib/auth/page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signUp'))('title') };
}

export default async function SignUpPage() {
  const [t, isOpen] = await Promise.all([getTranslations('signUp'), canSignUp()]);
  if (isOpen) {
    return (
      <Door title={t('title')} lead={t('lead')}>
        <SignUpForm />
      </Door>
    );
  }
  return (
    <Door title={t('closedTitle')} lead={t('closedLead')}>
      <Button asChild kind="primary" size="lg">
        <Link href="/sign-in">{t('signIn')}</Link>
      </Button>
    </Door>
  );
}
