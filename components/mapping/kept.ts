import type { Choice, Draft } from './draft.ts';

export type Kept = { readonly draft: Draft; readonly step: 'choose' | 'preview' };

/** What this browser kept, or null where it kept nothing that this version wrote. By hand: a parser weighs more than the page. */
export function readKept(text: string | null): Kept | null {
  const { draft, step } = asRecord(parse(text)) ?? {};
  const choices = asRecord(draft);
  if ((step !== 'choose' && step !== 'preview') || !choices) return null;
  const entries = Object.entries(choices).map(([id, choice]) => [id, readChoice(choice)] as const);
  const read: Record<string, Choice> = {};
  for (const [id, choice] of entries) {
    if (!choice) return null;
    read[id] = choice;
  }
  return { draft: read, step };
}

function readChoice(value: unknown): Choice | null {
  const { unitIds, ratePlanId, markupBp } = asRecord(value) ?? {};
  if (!Array.isArray(unitIds) || !unitIds.every((id) => typeof id === 'string')) return null;
  if (!isLeftOut(ratePlanId) && typeof ratePlanId !== 'string') return null;
  if (!isLeftOut(markupBp) && !(typeof markupBp === 'number' && Number.isSafeInteger(markupBp))) return null;
  return {
    unitIds,
    ...(ratePlanId === undefined ? {} : { ratePlanId }),
    ...(markupBp === undefined ? {} : { markupBp }),
  };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

const isLeftOut = (value: unknown): value is null | undefined => value === null || value === undefined;

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}
