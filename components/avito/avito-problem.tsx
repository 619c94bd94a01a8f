'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { RequestId } from '#components/api/request-id.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** A new consent mends these. */
const NO_ACCESS: ReadonlySet<unknown> = new Set(['expired', 'not_authorized']);

/** What went wrong, ours or Avito's, with the one thing that mends it: to sign in, to give access again, to try again. */
export function AvitoProblem({
  problem,
  onAgain,
  onAuthorize,
  className,
}: {
  problem: Problem | null;
  onAgain?: () => void;
  /** Begins the way anew, where one is walked. */
  onAuthorize?: () => void;
  className?: string;
}) {
  const t = useTranslations('avito');
  const trouble = useTranslations('avito.trouble');
  const common = useTranslations('common');
  const path = usePathname();
  if (!problem) return null;
  const { code, details, requestId } = problem;
  const reason = String(details.reason ?? '').replace(/^channel_/, '');
  const button = (words: string, press: () => void) => (
    <Button size="sm" onClick={press}>
      {words}
    </Button>
  );
  const action =
    code === 'unauthenticated' ? (
      <Button asChild size="sm">
        <Link href={`/sign-in?next=${encodeURIComponent(path)}`}>{t('signIn')}</Link>
      </Button>
    ) : NO_ACCESS.has(details.reason) && onAuthorize ? (
      button(t('giveAgain'), onAuthorize)
    ) : code !== 'forbidden' && onAgain ? (
      button(common('tryAgain'), onAgain)
    ) : null;
  const look = className ? { className } : {};
  if (!trouble.has(`${reason}.title`)) return <ProblemNotice problem={problem} action={action} {...look} />;
  return (
    <Notice kind="bad" title={trouble(`${reason}.title`)} action={action} {...look}>
      <p>{trouble(`${reason}.means`)}</p>
      {requestId ? <RequestId id={requestId} /> : null}
    </Notice>
  );
}
