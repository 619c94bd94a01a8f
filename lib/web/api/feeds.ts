import { z } from 'zod';
import { PlainToken, Subscriber, SubscriberInput, SubscriberPatch } from '#lib/domain/feeds/schemas.ts';
import { CalendarSubjectId } from '#lib/domain/properties/schemas.ts';
import { define } from '../define.ts';
import { page } from './paging.ts';

const tag = 'Feeds';
const params = z.object({ id: CalendarSubjectId });
/** Whatever its form: a malformed one is a subscriber that does not exist. */
const query = z.object({ subscriber: z.string().max(100) });

export const readFeedApi = define({
  method: 'GET',
  path: '/api/calendar/{id}/feed.ics',
  summary: 'The calendar of a unit or property as iCalendar, for whoever holds a link',
  tag,
  can: 'public',
  // As text, so that a malformed id or token gets the very answer that an unknown one gets.
  params: z.object({ id: z.string() }),
  query: z.object({ token: z.string().default('') }),
  status: 200,
});

export const readTokenApi = define({
  method: 'GET',
  path: '/api/calendar/{id}/token',
  summary: 'The plain link, made at first need',
  tag,
  can: 'feed.read',
  params,
  status: 200,
  answer: PlainToken,
});

export const regenerateTokenApi = define({
  method: 'POST',
  path: '/api/calendar/{id}/token',
  summary: 'A new plain link; the old one dies at once',
  tag,
  can: 'feed.configure',
  params,
  status: 200,
  answer: PlainToken,
});

export const listSubscribersApi = define({
  method: 'GET',
  path: '/api/calendar/{id}/subscribers',
  summary: 'Who holds a link, and when each last came',
  tag,
  can: 'feed.read',
  params,
  status: 200,
  answer: page(Subscriber),
});

export const createSubscriberApi = define({
  method: 'POST',
  path: '/api/calendar/{id}/subscribers',
  summary: 'A named link, for one platform or person',
  tag,
  can: 'feed.configure',
  params,
  body: SubscriberInput,
  status: 201,
  answer: Subscriber,
});

export const updateSubscriberApi = define({
  method: 'PATCH',
  path: '/api/calendar/{id}/subscribers',
  summary: 'Change its name, privacy or counterpart; `rotate` makes a new link and leaves the old one 7 days',
  tag,
  can: 'feed.configure',
  params,
  query,
  body: SubscriberPatch,
  status: 200,
  answer: Subscriber,
});

export const revokeSubscriberApi = define({
  method: 'DELETE',
  path: '/api/calendar/{id}/subscribers',
  summary: 'End a link at once',
  tag,
  can: 'feed.configure',
  params,
  query,
  status: 204,
});
