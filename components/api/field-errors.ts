'use client';

import { useTranslations } from 'next-intl';
import type { Problem } from './client.ts';

/** What is wrong with each field, by its path in the body, in the reader's language where we have the words. */
export function useFieldErrors(problem: Problem | null): (path: string) => string | undefined {
  const t = useTranslations('fieldError');
  return (path) => {
    const issue = problem?.issues.find((one) => one.path === path || one.path.startsWith(`${path}.`));
    if (!issue) return undefined;
    return t.has(path) ? t(path) : issue.message;
  };
}

/** The problem without what the fields already say; null where the fields say it all. */
export function beyondFields(problem: Problem | null, paths: readonly string[]): Problem | null {
  if (!problem) return null;
  const issues = problem.issues.filter((issue) => !paths.some((path) => issue.path.split('.')[0] === path));
  return problem.code === 'invalid_input' && problem.issues.length > 0 && issues.length === 0
    ? null
    : { ...problem, issues };
}
