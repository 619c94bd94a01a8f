'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Ago } from '#components/format/ago.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Subscriber } from '#lib/domain/feeds/schemas.ts';
import { changeFeed, revokeFeed, rotateFeed } from './feed-actions.ts';
import { type Counterpart, FeedFields } from './feed-fields.tsx';
import { LinkView } from './link-view.tsx';
import { readerOf } from './readers.ts';

export function LinkDialog({ feed, onClose }: { feed: Subscriber; onClose: () => void }) {
  const t = useTranslations('feeds');
  return (
    <Dialog open onOpenChange={onClose} title={t('linkOf', { name: feed.isPlain ? t('plain') : feed.name })}>
      <div className="flex flex-col gap-4">
        {feed.isPlain ? (
          <Notice kind="warn" title={t('plainTitle')}>
            {t('plainWarning')}
          </Notice>
        ) : null}
        <LinkView link={feed} reader={feed.isPlain ? 'other' : readerOf(feed.name)} />
      </div>
    </Dialog>
  );
}

export function EditFeedDialog({
  subjectId,
  feed,
  counterparts,
  onClose,
}: {
  subjectId: string;
  feed: Subscriber;
  counterparts: readonly Counterpart[];
  onClose: () => void;
}) {
  const t = useTranslations('feeds');
  const common = useTranslations('common');
  const [draft, setDraft] = useState({
    name: feed.name,
    privacy: feed.privacy,
    source: feed.source ? { calendarId: feed.source.calendarId } : null,
  });
  const { run, pending, problem } = useAction(changeFeed);
  const errorOf = useFieldErrors(problem);
  const form = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const { source, ...rest } = draft;
    if (await run(subjectId, feed.id, feed.isPlain ? rest : { ...rest, source })) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('edit')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={form} kind="primary" pending={pending}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <ProblemNotice problem={beyondFields(problem, ['name'])} />
        <FeedFields
          draft={draft}
          onChange={setDraft}
          counterparts={counterparts}
          errorOf={errorOf}
          isPlain={feed.isPlain}
        />
      </form>
    </Dialog>
  );
}

/** A new link; the old one works for 7 more days, and the row tells whether anybody still reads it. */
export function RotateDialog({
  subjectId,
  feed,
  now,
  onClose,
}: {
  subjectId: string;
  feed: Subscriber;
  now: string;
  onClose: () => void;
}) {
  const t = useTranslations('feeds');
  const common = useTranslations('common');
  const [made, setMade] = useState<Subscriber | null>(null);
  const { run, pending, problem } = useAction(rotateFeed);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('rotateTitle', { name: feed.name })}
      description={t('rotateMeans')}
      footer={
        made ? (
          <Button kind="primary" onClick={onClose}>
            {t('done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button
              kind="primary"
              pending={pending}
              onClick={async () => setMade((await run(subjectId, feed.id))?.value ?? null)}
            >
              {t('rotate')}
            </Button>
          </>
        )
      }
    >
      <ProblemNotice problem={problem} className="mb-3" />
      {made ? <LinkView link={made} reader={readerOf(made.name)} /> : <LastRead feed={feed} now={now} />}
    </Dialog>
  );
}

export function RevokeDialog({
  subjectId,
  feed,
  now,
  onClose,
}: {
  subjectId: string;
  feed: Subscriber;
  now: string;
  onClose: () => void;
}) {
  const t = useTranslations('feeds');
  const common = useTranslations('common');
  const { run, pending, problem } = useAction(revokeFeed);

  async function revoke() {
    if (!(await run(subjectId, feed.id))) return;
    toast(t('revoked', { name: feed.name }));
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('revokeTitle', { name: feed.name })}
      description={t('revokeMeans')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button kind="danger" onClick={revoke} pending={pending}>
            {t('revoke')}
          </Button>
        </>
      }
    >
      <ProblemNotice problem={problem} className="mb-3" />
      <LastRead feed={feed} now={now} />
    </Dialog>
  );
}

function LastRead({ feed, now }: { feed: Subscriber; now: string }) {
  const t = useTranslations('feeds');
  if (!feed.lastFetchedAt) return <p className="text-ink-2">{t('nobodyReads')}</p>;
  return (
    <p>
      {t('stillReads')} <Ago at={feed.lastFetchedAt} now={now} className="font-medium" />
    </p>
  );
}
