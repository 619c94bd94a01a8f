'use client';

import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { changesOf } from './journal-changes.ts';
import { useBarWords } from './use-bar-words.ts';

/** What happened, the newest first, as a person would tell it. */
export function History({ items }: { items: readonly JournalItem[] }) {
  const t = useTranslations('timeline.history');
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 font-semibold text-sm">{t('title')}</h3>
      <ol className="flex flex-col gap-3 border-line border-l pl-3.5">
        {items.map((item) => (
          <li key={item.id} className="relative text-sm">
            <span
              aria-hidden
              className="absolute top-1.5 -left-[18px] size-[7px] rounded-full bg-line-strong ring-[3px] ring-(--panel)"
            />
            <p>
              <What item={item} />
            </p>
            <p className="text-ink-2 text-xs">
              <Who item={item} /> · <Ago at={item.at} now={item.at} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function What({ item }: { item: JournalItem }) {
  const t = useTranslations('timeline.history');
  const words = useBarWords();
  const key = item.action.replace('.', '_');
  const { before, after, changed } = changesOf(item);
  const isMoved = before && after && (before.checkIn !== after.checkIn || before.checkOut !== after.checkOut);
  const head = t.has(`action.${key}`) ? t(`action.${key}`) : item.action;
  const fields = changed.filter((one) => t.has(`field.${one}`)).map((one) => t(`field.${one}`));
  return (
    <>
      {isMoved ? t('moved', { from: words.stay(before), to: words.stay(after) }) : head}
      {item.action === 'reservation.updated' && fields.length > 0 ? `: ${fields.join(', ')}` : null}
    </>
  );
}

function Who({ item }: { item: JournalItem }) {
  const t = useTranslations('timeline.history.actor');
  if (item.actor.name) return item.actor.name;
  const source = /^calendar (.+)$/.exec(item.reason ?? '')?.[1];
  if (source) return t('calendar', { name: source });
  return t.has(item.actor.kind) ? t(item.actor.kind) : item.actor.kind;
}
