import type { z } from 'zod';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Page, Unreadable } from './sales-contract.ts';

/* What every channel's list needs that is read entry by entry: one that cannot be read spoils no other. */

export type Read<T> = { readonly item: T } | { readonly unreadable: Unreadable };

export function sorted<T>(reads: readonly Read<T>[]): Pick<Page<T>, 'items' | 'unreadable'> {
  return {
    items: reads.flatMap((read) => ('item' in read ? [read.item] : [])),
    unreadable: reads.flatMap((read) => ('unreadable' in read ? [read.unreadable] : [])),
  };
}

/**
 * @param id what the channel's ids look like
 * @param fields what could not be read, by name: the values may be a guest's
 */
export function unreadable(
  id: z.ZodType<string | null>,
  entry: unknown,
  idField: string,
  fields: string,
): Unreadable {
  const named = typeof entry === 'object' && entry !== null ? Object.entries(entry) : [];
  const read = id.safeParse(named.find(([name]) => name === idField)?.[1]);
  return {
    externalId: read.success ? read.data : null,
    reason: `cannot be read: ${fields}`,
    raw: (JSON.stringify(entry) ?? '').slice(0, 100_000),
  };
}

/** The fields that a schema refused, for a sentence. */
export function fieldsOf(error: z.ZodError): string {
  const names = error.issues.map((issue) => issue.path.join('.') || issue.message);
  return [...new Set(names)].slice(0, 5).join(', ');
}

const NIGHTS_MAX = 2000;

/** The day of departure after so many nights; null where they are none, or beyond the calendar. */
export function stayEnd(checkIn: Night, nights: number | null): Night | null {
  if (nights === null || nights < 1 || nights > NIGHTS_MAX) return null;
  try {
    return addNights(checkIn, nights);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
