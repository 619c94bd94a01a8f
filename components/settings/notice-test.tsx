'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { State } from '#components/ui/state.tsx';
import type { NoticeMedium, NoticeTested } from '#lib/domain/notices/schemas.ts';

const send = (medium: NoticeMedium) => call<NoticeTested>('POST', '/api/notices/test', { medium });

/** Sends the reader a message now, and says what became of it where they look. */
export function NoticeTest({ medium }: { medium: NoticeMedium }) {
  const t = useTranslations('notices');
  const { run, pending, problem } = useAction(send);
  const [tested, setTested] = useState<NoticeTested | null>(null);
  const code = tested?.error?.code;
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex flex-wrap items-center gap-3" aria-live="polite">
        <Button
          pending={pending}
          onClick={async () => {
            setTested(null);
            const done = await run(medium);
            setTested(done ? done.value : null);
          }}
        >
          {t('test.send')}
        </Button>
        {tested?.ok ? <State kind="good">{t(`test.taken.${medium}`)}</State> : null}
      </div>
      <ProblemNotice problem={problem} />
      {tested?.error ? (
        <Notice kind="bad" title={t('test.failed')}>
          {code && t.has(`test.why.${code}`) ? t(`test.why.${code}`) : tested.error.message}
        </Notice>
      ) : null}
    </div>
  );
}
