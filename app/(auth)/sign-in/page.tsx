import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Door } from '#components/people/door.tsx';
import { SignInForm } from '#components/people/sign-in-form.tsx';
import { safeNextPath } from '#lib/auth/next-path.ts';
import { canSignUp } from '#lib/auth/page.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') };
}

type Search = Promise<{
  next?: string | string[];
  callbackUrl?: string | string[];
  email?: string | string[];
}>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const [t, asked, maySignUp] = await Promise.all([getTranslations('signIn'), searchParams, canSignUp()]);
  return (
    <Door title={t('title')} lead={t('lead')}>
      <SignInForm
        next={safeNextPath(one(asked.next) ?? one(asked.callbackUrl))}
        email={one(asked.email)}
        maySignUp={maySignUp}
      />
    </Door>
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
