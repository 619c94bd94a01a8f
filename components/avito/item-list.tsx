'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { fold } from '#components/timeline/rows.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Input } from '#components/ui/input.tsx';
import { State } from '#components/ui/state.tsx';
import type { Item, Taken } from './shapes.ts';
import type { ItemChoice } from './use-item-choice.ts';

/** With fewer nobody needs to search. */
const SEARCH_FROM = 7;

/** The account's listings; those that are connected already are there to be seen, and cannot be chosen. */
export function ItemList({ items, choice }: { items: readonly Item[]; choice: ItemChoice }) {
  const t = useTranslations('avito.item');
  const [search, setSearch] = useState('');
  const word = fold(search.trim());
  const shown = items.filter(({ id, name, address }) =>
    fold(`${name} ${address ?? ''} ${id}`).includes(word),
  );
  const isFree = items.some((item) => takenOf(item, choice) === null);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-sm">{t('which')}</legend>
      {items.length >= SEARCH_FROM ? (
        <Input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mb-2"
        />
      ) : null}
      {items.length === 0 ? (
        <p className="text-ink-2">{t('noItems')}</p>
      ) : (
        <ul className="max-h-[40dvh] overflow-y-auto rounded-md border border-line">
          {shown.map((item) => (
            <ItemRow
              key={item.id}
              item={item}
              taken={takenOf(item, choice)}
              isChosen={choice.itemId === item.id}
              onPick={() => choice.pick(item.id)}
            />
          ))}
          {shown.length === 0 ? (
            <li className="px-3 py-2.5 text-ink-2">{t('noSuch', { search: search.trim() })}</li>
          ) : null}
        </ul>
      )}
      {items.length > 0 && !isFree ? <p className="mt-2 text-ink-2 text-sm">{t('allTaken')}</p> : null}
      {choice.isMissing ? (
        <p role="alert" className="mt-2 text-bad text-sm">
          {t('chooseOne')}
        </p>
      ) : null}
      <Button kind="link" size="inline" className="mt-2" onClick={() => choice.switchToTyping(true)}>
        {t('typeInstead')}
      </Button>
    </fieldset>
  );
}

/** As the list says it, or as it turned out a moment ago. */
function takenOf(item: Item, { refusal }: ItemChoice): Taken | null {
  const why = refusal?.itemId === item.id ? refusal.why : null;
  return item.taken ?? (why === 'here' || why === 'elsewhere' || why === 'channel' ? why : null);
}

function ItemRow({
  item,
  taken,
  isChosen,
  onPick,
}: {
  item: Item;
  taken: Taken | null;
  isChosen: boolean;
  onPick: () => void;
}) {
  const t = useTranslations('avito.item');
  const note = `avito-item-${item.id}`;
  return (
    <li className="border-line border-b last:border-b-0">
      <label
        className={cn(
          'flex min-h-12 items-start gap-3 px-3 py-2',
          taken ? 'cursor-not-allowed' : 'cursor-pointer hover:bg-hover/50',
          isChosen && !taken && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <input
          type="radio"
          name="item"
          value={item.id}
          disabled={taken !== null}
          checked={isChosen && taken === null}
          onChange={onPick}
          aria-describedby={note}
          className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        />
        <span className="min-w-0 flex-1">
          <span className={cn('block break-words', taken ? 'text-ink-2' : 'font-medium')}>{item.name}</span>
          <span id={note} className="block break-words text-ink-2 text-sm">
            {item.address ? `${item.address} · ` : ''}
            <span className="font-mono text-xs">{item.id}</span>
            {taken || !item.isSold ? (
              <span className="mt-1 block">
                {taken ? (
                  <span className="inline-flex items-center gap-1.5">
                    <Icon name="link-2" strokeWidth={2} className="size-3.5 shrink-0" />
                    {t(`taken.${taken}`)}
                  </span>
                ) : (
                  <State kind="unknown">{t('notPublished')}</State>
                )}
              </span>
            ) : null}
          </span>
        </span>
      </label>
    </li>
  );
}
