import { z } from 'zod';

/*
 * What an open screen is told: which kinds of things are new, and on the calendar which units. Never the things
 * themselves: whoever hears it asks for them, with the rights they have.
 */

export const TOPICS = ['calendar', 'runs', 'connections', 'conflicts', 'inbox'] as const;
export type Topic = (typeof TOPICS)[number];

export const LiveNews = z.object({
  topics: z.array(z.enum(TOPICS)),
  /** Units whose calendar shows something new; null: any of them. */
  unitIds: z.array(z.string().max(60)).nullable(),
});
export type LiveNews = z.infer<typeof LiveNews>;

export const LiveMessage = LiveNews.extend({ org: z.string().max(60) });
export type LiveMessage = z.infer<typeof LiveMessage>;

/** Beyond this many units a message says "any": NOTIFY carries less than 8000 bytes, and an id has 28. */
const UNITS_MAX = 200;

/** Both at once. */
export function mergeNews(one: LiveNews, other: LiveNews): LiveNews {
  const topics = [...new Set([...one.topics, ...other.topics])];
  if (one.unitIds === null || other.unitIds === null) return { topics, unitIds: null };
  const unitIds = [...new Set([...one.unitIds, ...other.unitIds])];
  return { topics, unitIds: unitIds.length > UNITS_MAX ? null : unitIds };
}

/** The payload of a NOTIFY, short enough for one. */
export function liveText(message: LiveMessage): string {
  const tooMany = message.unitIds !== null && message.unitIds.length > UNITS_MAX;
  return JSON.stringify(tooMany ? { ...message, unitIds: null } : message);
}

/** @returns null for text that is none of ours, or of another version */
export function readLiveText(text: string): LiveMessage | null {
  try {
    return LiveMessage.nullable().catch(null).parse(JSON.parse(text));
  } catch {
    return null; // no JSON: somebody else's NOTIFY
  }
}
