import { beginTelegramLink, endTelegramLink } from '#lib/domain/notices/telegram-link.ts';
import { beginTelegramApi, endTelegramApi } from '#lib/web/api/notices.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(beginTelegramApi, ({ ctx }) => beginTelegramLink(ctx));
export const DELETE = endpoint(endTelegramApi, ({ ctx }) => endTelegramLink(ctx));
