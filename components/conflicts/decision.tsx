'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '#components/frame/page.tsx';
import { cn } from '#components/ui/cn.ts';
import { State } from '#components/ui/state.tsx';
import type { Side } from '#lib/domain/conflicts/schemas.ts';
import type { AdvisedAnswer, ConflictGuide } from '#lib/domain/guide/schemas.ts';
import { keyOf } from './answer-keys.ts';
import { Outcome } from './outcome.tsx';
import { useSideChannel, useSideName } from './use-side-name.ts';

/** The answers in the order of advice, and beside them what the chosen one would lead to. */
export function Decision({
  guide,
  asked,
  mayResolve,
  now,
}: {
  guide: ConflictGuide;
  /** The answer in the address: whoever comes back finds it chosen. */
  asked: string | null;
  mayResolve: boolean;
  now: string;
}) {
  const t = useTranslations('clash.do');
  const locale = useLocale();
  const { answers, conflict } = guide;
  const [key, setKey] = useState(asked);
  const chosen = answers.find((answer) => keyOf(answer) === key) ?? answers[0];
  const canMove = answers.some((answer) => answer.action === 'move');
  if (!chosen) return null;

  function choose(answer: AdvisedAnswer) {
    setKey(keyOf(answer));
    const address = new URL(window.location.href);
    address.searchParams.set('answer', keyOf(answer));
    window.history.replaceState(null, '', address);
  }

  if (!mayResolve) {
    return (
      <Section title={t('title')}>
        <p className="text-ink-2">{t('mayNot')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('title')} lead={t('lead')}>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <fieldset className="min-w-0 rounded-lg border border-line bg-panel">
          <legend className="sr-only">{t('legend')}</legend>
          {answers.map((answer, at) => (
            <AnswerRow
              key={keyOf(answer)}
              answer={answer}
              isAdvised={at === 0}
              isChosen={answer === chosen}
              guide={guide}
              onChoose={() => choose(answer)}
            />
          ))}
          {canMove || conflict.kind !== 'double_booking' ? null : (
            <p className="border-line border-t px-4 py-3 text-ink-2 text-sm">{t('noMove')}</p>
          )}
        </fieldset>
        <Outcome key={keyOf(chosen) + locale} guide={guide} answer={chosen} now={now} />
      </div>
    </Section>
  );
}

function AnswerRow({
  answer,
  isAdvised,
  isChosen,
  guide,
  onChoose,
}: {
  answer: AdvisedAnswer;
  isAdvised: boolean;
  isChosen: boolean;
  guide: ConflictGuide;
  onChoose: () => void;
}) {
  const t = useTranslations('clash.do');
  const why = useTranslations('clash.why');
  const label = useAnswerName();
  const side = guide.conflict.sides.find((one) => one.id === answer.stayId) ?? null;
  const free = guide.moves.find((one) => one.stayId === answer.stayId)?.free ?? 0;
  return (
    <label
      className={cn(
        'grid cursor-pointer grid-cols-[1rem_minmax(0,1fr)] gap-x-3 border-line border-b px-4 py-3 last:border-b-0 hover:bg-hover/50',
        isChosen && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <input
        type="radio"
        name="answer"
        value={keyOf(answer)}
        checked={isChosen}
        onChange={onChoose}
        className="mt-0.5 size-4 accent-(--accent)"
      />
      <span className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
          <span className="break-words font-medium">{label(answer, side)}</span>
          {isAdvised ? (
            <State kind="good" chip>
              {t('advised')}
            </State>
          ) : null}
        </span>
        <span className="mt-0.5 block text-ink-2 text-sm">{why(answer.reason, { count: free })}</span>
      </span>
    </label>
  );
}

function useAnswerName(): (answer: AdvisedAnswer, side: Side | null) => string {
  const t = useTranslations('clash.do');
  const nameOf = useSideName();
  const channelOf = useSideChannel();
  return ({ action }, side) =>
    t(action, { name: side ? nameOf(side, 'sentence') : '', channel: side ? channelOf(side) : '' });
}
