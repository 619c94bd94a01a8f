import { getNoticeChoices, setNoticeChoice } from '#lib/domain/notices/choices.ts';
import { getNoticeChoicesApi, setNoticeChoiceApi } from '#lib/web/api/notices.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getNoticeChoicesApi, ({ ctx }) => getNoticeChoices(ctx));
export const PUT = endpoint(setNoticeChoiceApi, ({ ctx, body }) => setNoticeChoice(ctx, body));
