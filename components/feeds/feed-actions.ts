import { call } from '#components/api/client.ts';
import type { PlainToken, Subscriber } from '#lib/domain/feeds/schemas.ts';

const base = (subjectId: string) => `/api/calendar/${subjectId}/subscribers`;
const one = (subjectId: string, id: string) => `${base(subjectId)}?subscriber=${encodeURIComponent(id)}`;

export type FeedDraft = {
  name: string;
  privacy: Subscriber['privacy'];
  source: { calendarId: string } | null;
};

export const makeFeed = (subjectId: string, draft: FeedDraft) =>
  call<Subscriber>('POST', base(subjectId), draft);
export const changeFeed = (subjectId: string, id: string, patch: Partial<FeedDraft>) =>
  call<Subscriber>('PATCH', one(subjectId, id), patch);
export const rotateFeed = (subjectId: string, id: string) =>
  call<Subscriber>('PATCH', one(subjectId, id), { rotate: true });
export const revokeFeed = (subjectId: string, id: string) => call('DELETE', one(subjectId, id));
export const readPlain = (subjectId: string) => call<PlainToken>('GET', `/api/calendar/${subjectId}/token`);
export const replacePlain = (subjectId: string) =>
  call<PlainToken>('POST', `/api/calendar/${subjectId}/token`);
