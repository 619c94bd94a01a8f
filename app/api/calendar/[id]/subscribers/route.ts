import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { listSubscribers } from '#lib/domain/feeds/queries.ts';
import { revokeSubscriber } from '#lib/domain/feeds/revoke-subscriber.ts';
import { updateSubscriber } from '#lib/domain/feeds/update-subscriber.ts';
import {
  createSubscriberApi,
  listSubscribersApi,
  revokeSubscriberApi,
  updateSubscriberApi,
} from '#lib/web/api/feeds.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listSubscribersApi, async ({ ctx, params }) => ({
  items: await listSubscribers(ctx, params.id),
  nextCursor: null,
}));
export const POST = endpoint(createSubscriberApi, ({ ctx, params, body }) =>
  createSubscriber(ctx, params.id, body),
);
export const PATCH = endpoint(updateSubscriberApi, ({ ctx, params, query, body }) =>
  updateSubscriber(ctx, params.id, query.subscriber, body),
);
export const DELETE = endpoint(revokeSubscriberApi, async ({ ctx, params, query }) => {
  await revokeSubscriber(ctx, params.id, query.subscriber);
  return undefined;
});
