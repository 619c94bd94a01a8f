import type { Topic } from '#lib/kernel/live.ts';

/** Shown beside every page: the count of what waits, and the line about the world. */
const EVERYWHERE: readonly Topic[] = ['conflicts', 'inbox', 'connections'];
/** Pages that draw the rest by themselves, or show none of it. */
const BY_THEMSELVES = ['/calendar', '/settings'];

/** Whether the part of this page that the server draws may look different after news of these topics. */
export function isForPage(path: string, topics: readonly Topic[]): boolean {
  const draws = BY_THEMSELVES.some((one) => path === one || path.startsWith(`${one}/`));
  return draws ? topics.some((topic) => EVERYWHERE.includes(topic)) : topics.length > 0;
}
