'use client';

import { useLocale, useTranslations } from 'next-intl';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { nightsIn, sayNight, sayStay } from '#components/format/words.ts';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Preview } from '#lib/domain/calendars/schemas.ts';
import { platformName } from './platforms.ts';
import type { usePreview } from './use-preview.ts';

/** What saving would do, seen before saving. */
export function PreviewPane({ state }: { state: ReturnType<typeof usePreview> }) {
  const t = useTranslations('preview');
  const reasons = useTranslations('reason');
  const common = useTranslations('common');
  if (state.kind === 'idle') {
    return (
      <div className="flex h-full min-h-40 flex-col items-start justify-center gap-2 text-ink-2">
        <Icon name="calendar-days" strokeWidth={1.5} className="size-6 text-ink-3" />
        <p>{t('idle')}</p>
      </div>
    );
  }
  if (state.kind === 'looking') {
    return (
      <div aria-live="polite" className="flex flex-col gap-3">
        <p className="flex items-center gap-2 text-ink-2">
          <Icon name="loader-circle" className="size-4 animate-spin" />
          {t('looking')}
        </p>
        {['w-4/5', 'w-3/5', 'w-2/3', 'w-1/2'].map((width) => (
          <Skeleton key={width} className={`h-5 ${width}`} />
        ))}
      </div>
    );
  }
  if (state.kind === 'refused') {
    const again = (
      <Button size="sm" onClick={state.again}>
        {common('tryAgain')}
      </Button>
    );
    // An ended session or a silent server says nothing about the link.
    if (state.problem.code !== 'invalid_input')
      return <ProblemNotice problem={state.problem} action={again} />;
    const reason = String(state.problem.details.reason ?? '');
    return (
      <Notice kind="bad" title={t('refused')} action={again}>
        {reasons.has(reason) ? reasons(reason) : state.problem.issues[0]?.message || state.problem.title}
      </Notice>
    );
  }
  return <Seen preview={state.preview} url={state.url} />;
}

function Seen({ preview, url }: { preview: Preview; url: string }) {
  const t = useTranslations('preview');
  const warnings = useTranslations('warning');
  const locale = useLocale();
  const host = hostOf(url);
  const counted = (kind: string) => preview.events.filter((event) => event.kind === kind).length;
  const reservations = counted('reservation');
  const closures = counted('closure');
  const closing = preview.events.filter((event) => event.kind === 'reservation' || event.kind === 'closure');
  const last = closing.reduce((end, event) => (event.to > end ? event.to : end), '');
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      <div>
        <p className="font-semibold">
          {t('looksLike', { platform: platformName(preview.platform, host) })}
          {preview.calendarName ? (
            <span className="font-normal text-ink-2"> · {preview.calendarName}</span>
          ) : null}
        </p>
        <p className="text-ink-2 text-sm">
          {preview.events.length === 0
            ? t('empty')
            : t('counts', { reservations, closures, until: last ? sayNight(locale, last, 'dayYear') : '' })}
        </p>
      </div>
      {preview.alreadyFollowedBy ? (
        <Notice kind="warn">{t('already', { name: preview.alreadyFollowedBy })}</Notice>
      ) : null}
      {preview.events.length > 0 ? (
        <ul className="tnum max-h-72 overflow-y-auto rounded-md border border-line bg-panel text-sm">
          {preview.events.map((event) => (
            <li
              key={`${event.uid}${event.from}${event.to}`}
              className="flex items-baseline gap-3 border-line border-b px-3 py-1.5 last:border-b-0"
            >
              <span className="w-44 shrink-0">
                {sayStay(locale, event.from, event.to, preview.events[0]?.from)}
              </span>
              <span className="w-8 shrink-0 text-right text-ink-2" title={t('nights')}>
                {nightsIn(event.from, event.to)}
              </span>
              <span className="min-w-0 flex-1 truncate" title={event.summary}>
                {t(`kind.${event.kind}`)}
                {event.summary ? <span className="text-ink-2"> · {event.summary}</span> : null}
                {event.tentative ? <span className="text-ink-2"> · {t('tentative')}</span> : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {preview.warnings.length > 0 ? (
        <Notice kind="warn" title={t('warnings', { count: preview.warnings.length })}>
          <ul className="list-disc pl-4">
            {[...new Set(preview.warnings.map((warning) => warning.code))].map((code) => (
              <li key={code}>{warnings.has(code) ? warnings(code) : code}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <p className="text-ink-2 text-sm">{t('after')}</p>
    </div>
  );
}

export function hostOf(url: string): string {
  const match = /^[a-z]+:\/\/([^/?#]+)/i.exec(url);
  return match?.[1] ?? url;
}
