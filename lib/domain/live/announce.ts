import { type LiveNews, mergeNews, type Topic } from '#lib/kernel/live.ts';
import { type Ctx, onCommit } from '../ctx.ts';

/** What the open transactions will tell, by their list of steps: a transaction that is run again starts a new one. */
const waiting = new WeakMap<object, { news: LiveNews }>();

/**
 * Says that something of this kind is new, to every screen of the organization that is open. One message per
 * transaction, sent once it has committed; at once where there is none. Only a hint: one that is lost costs an open
 * screen some seconds, until it asks by itself.
 * @param unitIds for 'calendar': the units that show something new; left out: any
 */
export async function announce(ctx: Ctx, topic: Topic, unitIds?: readonly string[]): Promise<void> {
  const isCalendar = topic === 'calendar';
  const news: LiveNews = { topics: [topic], unitIds: isCalendar ? (unitIds ? [...unitIds] : null) : [] };
  const steps = ctx.afterCommit;
  const known = steps && waiting.get(steps);
  if (known) {
    known.news = mergeNews(known.news, news);
    return;
  }
  const told = { news };
  if (steps) waiting.set(steps, told);
  // Dying between the commit and this loses the hint and nothing else.
  await onCommit(ctx, () => ctx.notify({ org: ctx.org, ...told.news }));
}
