'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Ago } from '#components/format/ago.tsx';
import { useExposureWords } from '#components/protection/use-exposure-words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { MenuItem, MenuLine } from '#components/ui/menu-parts.tsx';
import { State } from '#components/ui/state.tsx';
import type { Subscriber } from '#lib/domain/feeds/schemas.ts';
import type { Exposure } from '#lib/domain/protection/exposure-rules.ts';
import type { Counterpart } from './feed-fields.tsx';
import { getsItsOwnBack, hasStopped } from './readers.ts';

const EditFeedDialog = dynamic(() => import('./feed-dialogs.tsx').then((module) => module.EditFeedDialog));
const LinkDialog = dynamic(() => import('./feed-dialogs.tsx').then((module) => module.LinkDialog));
const RevokeDialog = dynamic(() => import('./feed-dialogs.tsx').then((module) => module.RevokeDialog));
const RotateDialog = dynamic(() => import('./feed-dialogs.tsx').then((module) => module.RotateDialog));

/** One holder of a link: who, what it tells, when it was last read, and who still reads the old one. */
export function FeedRow({
  subjectId,
  feed,
  counterparts,
  exposure,
  now,
  mayConfigure,
}: {
  subjectId: string;
  feed: Subscriber;
  counterparts: readonly Counterpart[];
  /** Of a unit's own feed. */
  exposure: Exposure | undefined;
  now: string;
  mayConfigure: boolean;
}) {
  const t = useTranslations('feeds');
  const [open, setOpen] = useState<'link' | 'edit' | 'rotate' | 'revoke' | null>(null);
  const exposureWords = useExposureWords();
  const close = () => setOpen(null);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b px-4 py-3 last:border-b-0">
      <div className="min-w-40 flex-[2_1_14rem]">
        <p className="truncate font-medium" title={feed.name}>
          {feed.isPlain ? t('plain') : feed.name}
        </p>
        <p className="text-ink-2 text-sm">
          {t(`privacies.${feed.privacy}.name`)}
          {feed.source ? ` · ${t('leavesOut', { name: feed.source.name })}` : ''}
        </p>
      </div>
      <div className="min-w-48 flex-[3_1_16rem] text-sm">
        {feed.lastFetchedAt ? (
          <State kind={hasStopped(feed, Date.parse(now)) ? 'needs_you' : 'good'}>
            {t('fetched')} <Ago at={feed.lastFetchedAt} now={now} />
            {!exposure && feed.usualIntervalMinutes ? (
              <span className="text-ink-2"> · {sayUsual(t, feed.usualIntervalMinutes)}</span>
            ) : null}
          </State>
        ) : (
          <State kind="waiting">{t('neverFetched')}</State>
        )}
        {hasStopped(feed, Date.parse(now)) ? <p className="mt-0.5 text-ink-2">{t('stopped')}</p> : null}
        {exposure && feed.lastFetchedAt && !exposure.isAway ? (
          <p className="mt-0.5 text-ink-2">
            {exposureWords.reader(exposure, feed.isPlain ? t('plain') : feed.name)}
          </p>
        ) : null}
        {getsItsOwnBack(feed, counterparts) ? (
          <p className="mt-0.5 text-ink-2">
            <State kind="needs_you">{t('ownBack')}</State>{' '}
            {mayConfigure ? (
              <Button kind="link" size="inline" className="text-sm" onClick={() => setOpen('edit')}>
                {t('chooseSource')}
              </Button>
            ) : null}
          </p>
        ) : null}
        {feed.oldLink ? (
          <p className="mt-0.5 text-ink-2">
            {feed.oldLink.lastFetchedAt ? (
              <>
                {t('oldStillUsed')} <Ago at={feed.oldLink.lastFetchedAt} now={now} />
              </>
            ) : (
              t('oldUnused')
            )}
            ; {t('oldEnds')} <Ago at={feed.oldLink.expiresAt} now={now} />
          </p>
        ) : null}
      </div>
      <div className="ml-auto flex items-center gap-1">
        <Button size="sm" onClick={() => setOpen('link')}>
          <Icon name="eye" />
          {t('showLink')}
        </Button>
        {mayConfigure ? (
          <Menu
            trigger={
              <Button kind="quiet" size="iconSm" aria-label={t('actions', { name: feed.name })}>
                <Icon name="ellipsis" />
              </Button>
            }
          >
            <MenuItem onSelect={() => setOpen('edit')}>
              <Icon name="pencil" />
              {t('edit')}
            </MenuItem>
            <MenuItem onSelect={() => setOpen('rotate')}>
              <Icon name="rotate-cw" />
              {t('rotate')}
            </MenuItem>
            <MenuLine />
            <MenuItem danger onSelect={() => setOpen('revoke')}>
              <Icon name="unlink" />
              {t('revoke')}
            </MenuItem>
          </Menu>
        ) : null}
      </div>
      {open === 'link' ? <LinkDialog feed={feed} onClose={close} /> : null}
      {open === 'edit' ? (
        <EditFeedDialog subjectId={subjectId} feed={feed} counterparts={counterparts} onClose={close} />
      ) : null}
      {open === 'rotate' ? (
        <RotateDialog subjectId={subjectId} feed={feed} now={now} onClose={close} />
      ) : null}
      {open === 'revoke' ? (
        <RevokeDialog subjectId={subjectId} feed={feed} now={now} onClose={close} />
      ) : null}
    </li>
  );
}

function sayUsual(
  t: (key: 'usualMinutes' | 'usualHours', values: { count: number }) => string,
  minutes: number,
): string {
  return minutes < 90
    ? t('usualMinutes', { count: Math.round(minutes) })
    : t('usualHours', { count: Math.round(minutes / 60) });
}
