'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import type { Problem } from './client.ts';
import { RequestId } from './request-id.tsx';

/** Cause and consequence by code, in the reader's language; the fields at fault; the id that finds it in the log. */
export function ProblemNotice({
  problem,
  action,
  className,
}: {
  problem: Problem | null;
  action?: ReactNode;
  className?: string;
}) {
  const t = useTranslations('problem');
  if (!problem) return null;
  const known = t.has(`${problem.code}.title`);
  return (
    <Notice
      kind="bad"
      title={known ? t(`${problem.code}.title`) : problem.title || t('unknown.title')}
      action={action}
      {...(className ? { className } : {})}
    >
      <p>{known ? t(`${problem.code}.means`) : t('unknown.means')}</p>
      {problem.issues.length > 0 ? (
        <ul className="mt-1 list-disc pl-4">
          {problem.issues.map((issue) => (
            <li key={`${issue.path}${issue.message}`}>
              <span className="font-mono text-xs">{issue.path}</span> {issue.message}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.requestId ? <RequestId id={problem.requestId} /> : null}
    </Notice>
  );
}
