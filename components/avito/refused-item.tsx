'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ItemRefusal } from './refusal.ts';
import type { Item } from './shapes.ts';
import type { ItemChoice } from './use-item-choice.ts';

/** Why this listing cannot be had, and the way to another. */
export function RefusedItem({ choice, items }: { choice: ItemChoice; items: readonly Item[] | null }) {
  const { refusal } = choice;
  if (!refusal) return null;
  const name = items?.find((item) => item.id === refusal.itemId)?.name ?? refusal.itemId;

  function another() {
    const form = document.activeElement?.closest('form');
    choice.another();
    // The notice goes, and the focus with it: on to what is chosen next.
    requestAnimationFrame(() => {
      const next = form?.querySelector<HTMLElement>(
        'input[name=item]:not(:disabled), input:not([type=radio]):not([type=search])',
      );
      next?.focus();
    });
  }

  return <RefusalNotice why={refusal.why} name={name} onAnother={another} />;
}

export function RefusalNotice({
  why,
  name,
  onAnother,
}: {
  why: ItemRefusal;
  /** Of the listing, or its id. */
  name: string;
  /** Null where the choice stands below. */
  onAnother: (() => void) | null;
}) {
  const t = useTranslations('avito.item.refused');
  return (
    <Notice
      kind="bad"
      title={t(`${why}.title`, { name })}
      action={
        onAnother ? (
          <Button size="sm" onClick={onAnother}>
            {t('another')}
          </Button>
        ) : null
      }
    >
      {t(`${why}.means`)}
    </Notice>
  );
}
