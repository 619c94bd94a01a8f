'use client';

import { useState } from 'react';
import { useAction } from '#components/api/use-action.ts';
import { checkItem } from './avito-actions.ts';
import { itemIdOf } from './item-id.ts';
import { itemRefusalOf } from './refusal.ts';
import type { Flow, Item, Offer } from './shapes.ts';

/** Which account and which of its listings; kept while one goes back and forth. */
export function useItemChoice(flow: Flow | null, choices: Offer | null) {
  const [account, setAccount] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [text, setText] = useState<string | null>(null);
  const [wantsToType, setWantsToType] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [checkedId, setCheckedId] = useState<string | null>(null);
  const check = useAction(checkItem);

  const items = choices?.items ?? null;
  const isTyping = wantsToType || (choices !== null && items === null);
  const typed = text ?? flow?.itemId ?? '';
  // Only one: it is chosen by itself.
  const accountId = account ?? flow?.accountId ?? mainAccount(choices);
  const known = picked ?? flow?.itemId ?? onlyFree(items);
  const listed = items?.find((item) => item.id === known && item.taken === null)?.id ?? null;
  const itemId = isTyping ? itemIdOf(typed) : listed;
  const refusal = itemRefusalOf(check.problem);

  return {
    accountId,
    itemId,
    isTyping,
    typed,
    /** Why the listing that was checked last cannot be had, and which one that was. */
    refusal: refusal && checkedId ? { why: refusal, itemId: checkedId } : null,
    problem: refusal ? null : check.problem,
    isChecking: check.pending,
    /** Nothing that could be checked was chosen. */
    isMissing: isMissing && (itemId === null || accountId === null),
    pickAccount: (id: string) => {
      setAccount(id);
      check.clear();
    },
    pick: (id: string) => {
      setPicked(id);
      check.clear();
    },
    type: (next: string) => {
      setText(next);
      check.clear();
    },
    switchToTyping: (on: boolean) => {
      setWantsToType(on);
      setMissing(false);
      check.clear();
    },
    /** @returns the listing as Avito knows it; null where there is none, or it was refused */
    check: async (): Promise<{ accountId: string; itemId: string; itemName: string } | null> => {
      setMissing(true);
      if (!flow || accountId === null || itemId === null) return null;
      setCheckedId(itemId);
      const done = await check.run(flow.id, accountId, itemId);
      return done ? { accountId, itemId, itemName: done.value.item.name } : null;
    },
    /** After a refusal another one is chosen: nothing stays picked that cannot be had. */
    another: () => {
      setPicked('');
      setText('');
      check.clear();
    },
  };
}
export type ItemChoice = ReturnType<typeof useItemChoice>;

function mainAccount(choices: Offer | null): string | null {
  const accounts = choices?.accounts ?? [];
  return (accounts.find((one) => one.isPrimary) ?? accounts[0])?.id ?? null;
}

function onlyFree(items: readonly Item[] | null): string | null {
  const free = (items ?? []).filter((item) => item.taken === null);
  return free.length === 1 ? (free[0]?.id ?? null) : null;
}
