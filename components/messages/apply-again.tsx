'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import type { Replayed } from '#lib/domain/messages/schemas.ts';

const SAID = { changes: 'applied', nothing: 'appliedNothing', held: 'appliedHeld' } as const;

/** The same for good. What came of it is said here and stays, while the page around is read again. */
export function ApplyAgain({ id, isOffered }: { id: string; isOffered: boolean }) {
  const t = useTranslations('messages.replay');
  const [outcome, setOutcome] = useState<Replayed['outcome'] | null>(null);
  const work = useCallback(
    () => call<Replayed>('POST', `/api/messages/${id}/replay`, { mode: 'apply' }),
    [id],
  );
  const { run, pending, problem } = useAction(work);
  if (!isOffered && outcome === null) return null;
  return (
    <div className="flex flex-col items-start gap-2">
      {outcome === null ? (
        <Button
          kind="primary"
          pending={pending}
          onClick={async () => {
            const done = await run();
            if (done) setOutcome(done.value.outcome);
          }}
        >
          {t('apply')}
        </Button>
      ) : null}
      <p role="status" className={outcome === null ? 'text-ink-2 text-sm' : 'font-medium'}>
        {outcome === null ? t('applyMeans') : t(SAID[outcome])}
      </p>
      {problem ? <ProblemNotice problem={problem} /> : null}
    </div>
  );
}
