'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { call } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useUndo } from '#components/api/undo.ts';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { BlockForm } from './block-form.tsx';
import { kindOf } from './block-kinds.ts';
import { useDesk } from './desk.ts';
import { History } from './history.tsx';
import type { Opened } from './opened.ts';
import { useBarWords } from './use-bar-words.ts';
import { useReread } from './use-timeline-data.ts';

const openAgain = (id: string) => call('DELETE', `/api/blocks?id=${id}`);

/** Nights that a person closed, who did, and the way to open them again. */
export function BlockDetails({
  opened,
  timeline,
  onClose,
}: {
  opened: Opened;
  timeline: Timeline;
  onClose: () => void;
}) {
  const t = useTranslations('timeline');
  const moves = useTranslations('moves');
  const offerUndo = useUndo();
  const words = useBarWords();
  const desk = useDesk();
  const reread = useReread();
  const { bar } = opened;
  const [isChanging, setChanging] = useState(opened.intent === 'change');
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
    const { unitId, checkIn, checkOut, label } = bar;
    offerUndo({
      title: t('opened'),
      means: `${words.stay(bar)}, ${words.nights(bar)}`,
      // It comes back as a new one: the nights are what matters.
      undo: async () => {
        await call('POST', '/api/blocks', {
          unitId,
          from: checkIn,
          to: checkOut,
          kind: kindOf(bar),
          ...(label ? { reason: label } : {}),
        });
        await reread();
      },
      undone: t('blocked'),
    });
    onClose();
  }

  if (isChanging) return <BlockForm opened={opened} timeline={timeline} onClose={() => setChanging(false)} />;
  return (
    <div className="flex flex-col gap-4">
      <ProblemNotice problem={problem} />
      {desk.rights.block && bar.unitId === opened.unit.id ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setChanging(true)}>{moves('changeBlock')}</Button>
          <Button pending={pending} onClick={() => void open()}>
            {t('openNights')}
          </Button>
        </div>
      ) : null}
      {history.data ? <History items={history.data.items} /> : null}
    </div>
  );
}
