'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Moment } from '#components/records/moment.tsx';
import type { SideStory } from '#lib/domain/guide/schemas.ts';
import { Line } from './side.tsx';

const LINK = 'underline decoration-line-strong underline-offset-4 hover:decoration-current';

/** When and how a claim came to us, and what it was made from. */
export function StoryLines({ story }: { story: SideStory }) {
  const t = useTranslations('clash.story');
  const how = useHow();
  return (
    <>
      {story.bookedAt ? (
        <Line label={t('booked')}>
          <Moment at={story.bookedAt} look="seconds" />
        </Line>
      ) : null}
      {story.heardAt ? (
        <Line label={t('heard')}>
          <Moment at={story.heardAt} look="seconds" />
          <span className="text-ink-2">, {how(story)}</span>
        </Line>
      ) : null}
      {story.messageId || story.runId ? (
        <Line label={t('proof')}>
          <span className="flex flex-wrap gap-x-3">
            {story.messageId ? (
              <Link href={`/channels/messages/${story.messageId}`} className={LINK}>
                {t('message')}
              </Link>
            ) : null}
            {story.runId ? (
              <Link href={`/channels/runs/${story.runId}`} className={LINK}>
                {t('run')}
              </Link>
            ) : null}
          </span>
        </Line>
      ) : null}
    </>
  );
}

export function useHow(): (story: SideStory) => string {
  const t = useTranslations('clash.story');
  return (story) => {
    const source = story.source?.name ?? '';
    if (story.by === 'hand') return story.actorName ? t('hand', { who: story.actorName }) : t('handSomebody');
    if (story.by === 'calendar') return t('calendar');
    return story.by === 'unknown' || !source ? t('unknown') : t(story.by, { source });
  };
}
