'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { beyondFields, useFieldErrors } from '#components/api/field-errors.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { useAction } from '#components/api/use-action.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Subscriber } from '#lib/domain/feeds/schemas.ts';
import { type FeedDraft, makeFeed } from './feed-actions.ts';
import { type Counterpart, FeedFields } from './feed-fields.tsx';
import { LinkView } from './link-view.tsx';
import { PlainLink } from './plain-link.tsx';
import { isChannel, READER_KEYS, READERS, type Reader } from './readers.ts';

/** One link for each reader: chosen, made, copied, with what to do over there. */
export function ExportDialog({
  subjectId,
  subjectName,
  counterparts,
  forPeople,
  onClose,
}: {
  subjectId: string;
  subjectName: string;
  counterparts: readonly Counterpart[];
  /** The feed of a property with several units: every stay, for people and not for channels. */
  forPeople: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('feeds');
  const common = useTranslations('common');
  const [reader, setReader] = useState<Reader | 'plain'>(forPeople ? 'google' : 'airbnb');
  const [draft, setDraft] = useState<FeedDraft>(() =>
    draftFor(forPeople ? 'google' : 'airbnb', counterparts),
  );
  const [made, setMade] = useState<Subscriber | null>(null);
  const { run, pending, problem, clear } = useAction(makeFeed);
  const errorOf = useFieldErrors(problem);
  const form = useId();
  const offered = READER_KEYS.filter((key) => !forPeople || !isChannel(key));

  function choose(next: Reader | 'plain') {
    setReader(next);
    setMade(null);
    clear();
    if (next !== 'plain') setDraft(draftFor(next, counterparts));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    const done = await run(subjectId, draft);
    if (done) setMade(done.value);
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="lg"
      title={t('exportTitle')}
      description={
        forPeople ? t('exportLeadPeople', { name: subjectName }) : t('exportLead', { name: subjectName })
      }
      footer={
        made || reader === 'plain' ? (
          <Button kind="primary" onClick={onClose}>
            {t('done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button type="submit" form={form} kind="primary" pending={pending}>
              {t('make')}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-5 md:grid-cols-[11rem_minmax(0,1fr)]">
        <div
          role="tablist"
          aria-orientation="vertical"
          aria-label={t('who')}
          className="flex flex-wrap gap-1 md:flex-col"
        >
          {[...offered, 'plain' as const].map((key) => (
            <button
              key={key}
              type="button"
              role="tab"
              aria-selected={reader === key}
              onClick={() => choose(key)}
              className={cn(
                'rounded-md border border-transparent px-2.5 py-1.5 text-left text-ink-2 transition-colors hover:bg-hover hover:text-ink',
                reader === key && 'border-line bg-sunken font-medium text-ink',
                key === 'plain' && 'md:mt-2',
              )}
            >
              {key === 'plain' ? t('plain') : (READERS[key] ?? t('another'))}
            </button>
          ))}
        </div>
        <div role="tabpanel" className="min-w-0 md:border-line md:border-l md:pl-5">
          {reader === 'plain' ? (
            <PlainLink subjectId={subjectId} />
          ) : made ? (
            <LinkView link={made} reader={reader} />
          ) : (
            <form id={form} onSubmit={submit} className="flex flex-col gap-4">
              <ProblemNotice problem={beyondFields(problem, ['name'])} />
              {isChannel(reader) && draft.source === null ? (
                <Notice kind="info">{t('noCounterpart', { platform: READERS[reader] ?? '' })}</Notice>
              ) : null}
              <FeedFields draft={draft} onChange={setDraft} counterparts={counterparts} errorOf={errorOf} />
            </form>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** A reader's own calendar is its counterpart: what came from there does not go back. */
function draftFor(reader: Reader, counterparts: readonly Counterpart[]): FeedDraft {
  const own = counterparts.find((calendar) => calendar.platform === reader);
  return { name: READERS[reader] ?? '', privacy: 'busy', source: own ? { calendarId: own.id } : null };
}
