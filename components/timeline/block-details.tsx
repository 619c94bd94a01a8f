'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { useDesk } from './desk.ts';
import { History } from './history.tsx';
import type { Opened } from './opened.ts';
import { useBarWords } from './use-bar-words.ts';
import { useReread } from './use-timeline-data.ts';

const openAgain = (id: string) => call('DELETE', `/api/blocks?id=${id}`);

/** Nights that a person closed, who did, and the way to open them again. */
export function BlockDetails({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const words = useBarWords();
  const desk = useDesk();
  const reread = useReread();
  const { bar } = opened;
  const [isAsked, setAsked] = useState(false);
  const { run, pending, problem } = useAction(openAgain);
  const history = useQuery({
    queryKey: ['journal', bar.id],
    enabled: desk.rights.journal,
    queryFn: ({ signal }) =>
      call<{ items: JournalItem[] }>('GET', `/api/journal?subject=${bar.id}`, undefined, signal),
  });

  async function open() {
    if (!(await run(bar.id))) return;
    await reread();
    toast(t('opened'), { description: `${words.stay(bar)}, ${words.nights(bar)}` });
    onClose();
  }

  return (
    <div className="flex flex-col gap-4">
      <ProblemNotice problem={problem} />
      {desk.rights.block && bar.unitId === opened.unit.id ? (
        isAsked ? (
          <div className="rounded-md bg-sunken px-3 py-2.5">
            <p className="text-sm">{t('openSure')}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Button kind="primary" size="sm" pending={pending} onClick={() => void open()}>
                {t('openNights')}
              </Button>
              <Button size="sm" onClick={() => setAsked(false)}>
                {common('cancel')}
              </Button>
            </div>
          </div>
        ) : (
          <Button className="self-start" onClick={() => setAsked(true)}>
            {t('openNights')}
          </Button>
        )
      ) : null}
      {history.data ? <History items={history.data.items} /> : null}
    </div>
  );
}
