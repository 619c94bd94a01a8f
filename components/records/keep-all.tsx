'use client';

import { useTranslations } from 'next-intl';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';

/** One after the other: each is a decision of its own in the journal. One that somebody else took meanwhile is left. */
async function keepAll(ids: readonly string[]): Promise<{ kept: number; left: number }> {
  let kept = 0;
  for (const id of ids) {
    try {
      await call('POST', `/api/found-closures/${id}/resolve`, { resolution: 'keep' });
      kept += 1;
    } catch (error) {
      if (kept === 0) throw error;
    }
  }
  return { kept, left: ids.length - kept };
}

/** Keeps every stretch that is shown closed: what nobody can regret, for who has just connected a full calendar. */
export function KeepAll({ ids }: { ids: readonly string[] }) {
  const t = useTranslations('foundClosures.keepAll');
  const { run, pending, problem } = useAction(keepAll);

  async function keep() {
    const done = await run(ids);
    if (!done) return;
    const { kept, left } = done.value;
    toast(left > 0 ? t('left', { count: left }) : t('done', { count: kept }));
  }

  return (
    <div className="flex flex-col items-end gap-2">
      <Button pending={pending} onClick={() => void keep()}>
        {t('action', { count: ids.length })}
      </Button>
      <ProblemNotice problem={problem} />
    </div>
  );
}
