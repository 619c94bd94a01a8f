import type { JournalItem } from '#lib/domain/journal/schemas.ts';

export type Fact = { readonly field: string; readonly before: unknown; readonly after: unknown };

/** Ids that tell a program which row was meant, and nothing to a person. */
const SILENT = new Set(['stayId', 'changed', 'conflictId']);
const PERSON = /guest|e-?mail|phone/i;
const ID = /\b[a-z]{3}_[0-9a-z]{24}\b/g;

/** What stood before and what stands after, field by field, the changed ones first; one side is undefined where it had none. */
export function factsOf(item: Pick<JournalItem, 'before' | 'after'>): Fact[] {
  const [before, after] = [recordOf(item.before), recordOf(item.after)];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const facts = fields
    .filter((field) => !SILENT.has(field))
    .map((field) => ({ field, before: before[field], after: after[field] }))
    .filter((fact) => isTelling(fact.before) || isTelling(fact.after));
  return [...facts.filter(isChanged), ...facts.filter((fact) => !isChanged(fact))];
}

export function isChanged(fact: Fact): boolean {
  return JSON.stringify(fact.before ?? null) !== JSON.stringify(fact.after ?? null);
}

/** Never shown, whoever looks: the journal is to hold none, and this stands in the way of one that does. */
export function isPersonal(field: string): boolean {
  return PERSON.test(field) && field !== 'guests';
}

/** Every id that a row names, for their names to be looked up. */
export function idsIn(item: JournalItem): string[] {
  return JSON.stringify([item.subject.id, item.unitId, item.before, item.after]).match(ID) ?? [];
}

function isTelling(value: unknown): boolean {
  return (
    value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
