import type { JournalItem } from '#lib/domain/journal/schemas.ts';

type Nights = { readonly checkIn: string; readonly checkOut: string };

/** What a journal row tells of nights and fields, read with care: older rows may lack any of it. */
export function changesOf(item: JournalItem): {
  before: Nights | null;
  after: Nights | null;
  /** Fields that changed, dates left out where the nights tell of them. */
  changed: readonly string[];
} {
  const before = nightsOf(item.before);
  const after = nightsOf(item.after);
  const listed = isRecord(item.after) && Array.isArray(item.after.changed) ? item.after.changed : [];
  const changed = listed.filter(
    (one): one is string => typeof one === 'string' && one !== 'checkIn' && one !== 'checkOut',
  );
  return { before, after, changed };
}

function nightsOf(value: unknown): Nights | null {
  if (!isRecord(value)) return null;
  const { checkIn, checkOut } = value;
  return typeof checkIn === 'string' && typeof checkOut === 'string' ? { checkIn, checkOut } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
