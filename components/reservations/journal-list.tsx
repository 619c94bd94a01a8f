'use client';

import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';

/** What happened, when, by whom and why; newest first. */
export function JournalList({ items, now }: { items: readonly JournalItem[]; now: string }) {
  const t = useTranslations('journal');
  return (
    <ol className="flex flex-col border-line border-l pl-3.5">
      {items.map((item) => {
        const key = item.action.replace('.', '_');
        return (
          <li key={item.id} className="relative py-1.5">
            <span
              aria-hidden
              className="absolute top-3.5 -left-[18px] size-[7px] rounded-full border border-line-strong bg-panel"
            />
            <p className="text-sm">
              {t.has(`action.${key}`) ? t(`action.${key}`) : item.action}
              {item.reason ? <span className="text-ink-2"> · {item.reason}</span> : null}
            </p>
            <p className="text-ink-2 text-xs">
              {item.actor.name ?? t(`actor.${item.actor.kind}`)} · <Ago at={item.at} now={now} />
            </p>
          </li>
        );
      })}
    </ol>
  );
}
