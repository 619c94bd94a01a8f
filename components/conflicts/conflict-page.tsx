'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { PageBody, Section } from '#components/frame/page.tsx';
import type { ConflictGuide } from '#lib/domain/guide/schemas.ts';
import { CauseSection } from './cause.tsx';
import { ConflictHead } from './conflict-head.tsx';
import { takeDecided } from './decided.ts';
import { Decision } from './decision.tsx';
import { OverlapStrip } from './overlap-strip.tsx';
import { Settled } from './settled.tsx';
import { ConflictSide } from './side.tsx';
import { StoryLines } from './story-lines.tsx';
import { ToldList } from './told-list.tsx';

/** One conflict from what happened to how it ended. */
export function ConflictPage({
  guide,
  asked,
  mayResolve,
  now,
}: {
  guide: ConflictGuide;
  asked: string | null;
  mayResolve: boolean;
  now: string;
}) {
  const t = useTranslations('clash');
  const { conflict: told, stories } = guide;
  const conflict = { ...told, sides: [...told.sides].sort((a, b) => Number(b.isHeld) - Number(a.isHeld)) };
  const isOpen = conflict.status === 'open';
  const state = useFocusWhenSettled(conflict.id, isOpen);
  return (
    <>
      <ConflictHead conflict={conflict} />
      <PageBody>
        <Section title={t('sides')}>
          <div className="rounded-lg border border-line bg-panel px-4 py-4 sm:px-5">
            <OverlapStrip conflict={conflict} />
            <div className="mt-4 grid gap-4 sm:grid-cols-2 sm:gap-0">
              {conflict.sides.map((side, at) => {
                const story = stories.find((one) => one.sideId === side.id);
                return (
                  <div
                    key={side.id}
                    className={
                      at === 0
                        ? 'sm:pr-5'
                        : 'border-line border-t pt-4 sm:border-t-0 sm:border-l sm:pt-0 sm:pl-5'
                    }
                  >
                    <ConflictSide side={side} near={conflict.openedAt.slice(0, 10)} isOpen={isOpen}>
                      {story ? <StoryLines story={story} /> : null}
                    </ConflictSide>
                  </div>
                );
              })}
            </div>
          </div>
        </Section>
        <div ref={state} tabIndex={-1} className="outline-none">
          {isOpen ? (
            <Decision guide={{ ...guide, conflict }} asked={asked} mayResolve={mayResolve} now={now} />
          ) : (
            <Settled guide={{ ...guide, conflict }} asked={asked} mayResolve={mayResolve} now={now} />
          )}
        </div>
        <CauseSection guide={guide} />
        <Section title={t('told.title')} lead={t('told.lead')}>
          <ToldList lines={guide.told} />
        </Section>
      </PageBody>
    </>
  );
}

/** What was pressed is gone with the question: whoever works by keyboard goes on from how it ended. */
function useFocusWhenSettled(id: string, isOpen: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takeDecided(id, isOpen)) place.current?.focus();
  }, [id, isOpen]);
  return place;
}
