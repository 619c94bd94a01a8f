import { receiveWebhookApi } from '#lib/web/api/intake.ts';
import { serveWebhook } from '#lib/web/channel-calls.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const POST = publicEndpoint(receiveWebhookApi, serveWebhook);
