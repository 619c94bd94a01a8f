'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { readPlain, replacePlain } from './feed-actions.ts';
import { LinkView } from './link-view.tsx';

/** The one link without a counterpart: it works everywhere and warns where it should not be used. */
export function PlainLink({ subjectId }: { subjectId: string }) {
  const t = useTranslations('feeds');
  const client = useQueryClient();
  const key = ['plain-link', subjectId];
  const link = useQuery({ queryKey: key, queryFn: () => readPlain(subjectId) });
  const replace = useAction(replacePlain);
  const [sure, setSure] = useState(false);

  async function regenerate() {
    const done = await replace.run(subjectId);
    if (done) client.setQueryData(key, done.value);
    setSure(false);
  }

  return (
    <div className="flex flex-col gap-4">
      <Notice kind="warn" title={t('plainTitle')}>
        {t('plainWarning')}
      </Notice>
      <ProblemNotice problem={replace.problem ?? (link.error ? toProblem(link.error) : null)} />
      {link.data ? (
        <LinkView link={link.data} reader="other" />
      ) : link.isPending ? (
        <div className="flex flex-col gap-4">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
        </div>
      ) : null}
      {link.data ? (
        sure ? (
          <Notice
            kind="warn"
            title={t('replaceSure')}
            action={
              <>
                <Button kind="danger" size="sm" onClick={regenerate} pending={replace.pending}>
                  {t('replace')}
                </Button>
                <Button size="sm" onClick={() => setSure(false)}>
                  {t('keep')}
                </Button>
              </>
            }
          >
            {t('replaceMeans')}
          </Notice>
        ) : (
          <Button className="self-start" onClick={() => setSure(true)}>
            {t('replace')}
          </Button>
        )
      ) : null}
    </div>
  );
}
