'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Conflict, Verdict } from '#lib/domain/conflicts/schemas.ts';
import type { AdvisedAnswer, AnswerEffect, ConflictGuide } from '#lib/domain/guide/schemas.ts';
import { considered } from './answer-keys.ts';
import { markDecided } from './decided.ts';
import { Effect } from './effect.tsx';
import { MoveTarget } from './move-target.tsx';
import { OutsideSteps } from './outside-steps.tsx';
import { useSideName } from './use-side-name.ts';

function resolve(conflictId: string, verdict: Verdict): Promise<Conflict> {
  return call<Conflict>('POST', `/api/conflicts/${conflictId}/resolve`, verdict);
}

/** What the chosen answer would lead to, worked out by the server, and the button that gives it. */
export function Outcome({
  guide,
  answer,
  now,
}: {
  guide: ConflictGuide;
  answer: AdvisedAnswer;
  now: string;
}) {
  const t = useTranslations('clash');
  const inbox = useTranslations('records.inbox');
  const common = useTranslations('common');
  const nameOf = useSideName();
  const { conflict } = guide;
  const moves = guide.moves.find((one) => one.stayId === answer.stayId);
  const [unitId, setUnitId] = useState(
    (answer.action === 'move' ? moves?.choices[0]?.unitId : undefined) ?? '',
  );
  const [note, setNote] = useState('');
  const { run, problem } = useAction(resolve);
  // Until the page that shows what came of it is here: in between nothing is asked about a conflict that may be settled.
  const [isGiving, startGiving] = useTransition();
  const queries = useQueryClient();
  const asked = considered(answer, unitId);
  // What stands may have changed since: the newest news of the conflict asks again.
  const queryKey = ['conflict-effect', conflict.id, asked, conflict.sides];
  const effect = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      call<AnswerEffect>('POST', `/api/conflicts/${conflict.id}/preview`, asked, signal),
    enabled: asked !== null && !isGiving,
    staleTime: 0,
    retry: false,
  });
  const side = conflict.sides.find((one) => one.id === answer.stayId) ?? null;
  const name = side ? nameOf(side, 'sentence') : '';
  const unit = moves?.choices.find((one) => one.unitId === unitId)?.name ?? '';
  const isOutside = asked?.action === 'cancel_there';

  async function give() {
    if (!asked || asked.action === 'cancel_there') return;
    const said = note.trim() ? { note: note.trim() } : {};
    // What is still asked would be asked about a conflict that is settled.
    await queries.cancelQueries({ queryKey });
    // Before it is given: the news of it may be here earlier than its answer.
    markDecided(conflict.id, asked.action === 'distinct');
    const done = await run(conflict.id, { ...asked, ...said });
    if (!done) {
      void effect.refetch(); // what is free may just have changed
      return;
    }
    toast(t(`done.${asked.action}`, { name, unit }));
  }

  return (
    <section
      aria-labelledby="outcome"
      className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-panel px-4 py-4 sm:px-5"
    >
      {answer.action === 'move' && moves ? (
        <MoveTarget moves={moves} value={unitId} onChange={setUnitId} />
      ) : null}
      {isOutside && side ? (
        <OutsideSteps
          conflict={conflict}
          side={side}
          story={guide.stories.find((one) => one.sideId === side.id) ?? null}
          now={now}
        />
      ) : null}
      <div aria-live="polite" aria-busy={effect.isPending}>
        <h3 id="outcome" className="mb-2 font-semibold">
          {t('effect.title')}
        </h3>
        {effect.data ? (
          <Effect conflict={conflict} effect={effect.data} now={now} />
        ) : effect.error ? (
          <ProblemNotice
            problem={toProblem(effect.error)}
            action={
              <Button size="sm" onClick={() => void effect.refetch()}>
                {common('tryAgain')}
              </Button>
            }
          />
        ) : (
          <div className="flex min-h-40 flex-col gap-3">
            <p className="text-ink-2 text-sm">{t('effect.working')}</p>
            <Skeleton className="w-3/5" />
            <Skeleton className="w-4/5" />
            <Skeleton className="w-2/5" />
          </div>
        )}
      </div>
      {asked && asked.action !== 'cancel_there' ? (
        <div className="flex flex-col gap-3 border-line border-t pt-4">
          <ProblemNotice problem={problem} />
          <Field label={inbox('note')} hint={inbox('noteHint')} optional={common('optional')}>
            <Textarea
              maxLength={2000}
              rows={2}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Field>
          {asked.action === 'move' || asked.action === 'cancel' ? (
            <p className="text-ink-2 text-sm">
              {asked.action === 'cancel' ? `${t('effect.final')} ` : ''}
              {t('effect.guest')}
            </p>
          ) : null}
          <Button
            kind={asked.action === 'cancel' ? 'danger' : 'primary'}
            pending={isGiving}
            onClick={() => startGiving(give)}
            className="h-auto min-h-8 max-w-full self-start whitespace-normal py-1 text-left"
          >
            {t(`confirm.${asked.action}`, { name, unit })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
