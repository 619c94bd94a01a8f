import { z } from 'zod';
import { ConnectionId, ProviderParam } from '#lib/domain/connections/schemas.ts';
import {
  RestoredWaiting,
  SettledWaiting,
  SettleWaiting,
  SyncInput,
  SyncStarted,
  Waiting,
  WaitingId,
  WaitingQuery,
  WebhookAnswer,
} from '#lib/domain/intake/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Intake';
const provider = z.object({ provider: ProviderParam });
/** The last part of a path that only the channel was told. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/);
const code = z.string().min(1).max(200);
/** As the channel asks for it. */
const GateAnswer = z.looseObject({});

export const syncConnectionApi = define({
  method: 'POST',
  path: '/api/integrations/{provider}/sync',
  summary: 'Read listings and reservations of a connection now; answers the run to follow',
  tag,
  can: 'connection.sync',
  params: provider,
  query: z.object({ connection: ConnectionId.optional() }),
  body: SyncInput.optional(),
  status: 202,
  answer: SyncStarted,
});

export const listWaitingApi = define({
  method: 'GET',
  path: '/api/waiting',
  summary: 'What channels told that waits for a person: bookings without a unit, unknown statuses, old holds',
  tag,
  can: 'reservation.read',
  query: WaitingQuery.extend(Paging.shape),
  status: 200,
  answer: page(Waiting),
});

export const settleWaitingApi = define({
  method: 'POST',
  path: '/api/waiting/{id}',
  summary: 'Place a waiting booking on a unit by hand, or say that it was dealt with',
  tag,
  can: 'reservation.write',
  params: z.object({ id: WaitingId }),
  body: SettleWaiting,
  status: 200,
  answer: SettledWaiting,
});

export const restoreWaitingApi = define({
  method: 'POST',
  path: '/api/waiting/{id}/restore',
  summary: 'Take back that it was dealt with: it waits again, unless something else has become of it since',
  tag,
  can: 'reservation.write',
  params: z.object({ id: WaitingId }),
  status: 200,
  answer: RestoredWaiting,
});

export const receiveWebhookApi = define({
  method: 'POST',
  path: '/api/integrations/{provider}/webhook',
  summary:
    'What a channel tells: notifications signed with a secret of the instance, or bookings as OTA XML from addresses that the operator named, answered in OTA XML',
  tag,
  can: 'public',
  isForMachines: true,
  params: provider,
  status: 200,
  answer: WebhookAnswer,
});

export const receiveOwnWebhookApi = define({
  method: 'POST',
  path: '/api/integrations/{provider}/webhook/{secret}',
  summary:
    'What a channel tells one organization: notifications signed with its own secret where it has one, or bookings as OTA XML',
  tag,
  can: 'public',
  isForMachines: true,
  params: provider.extend({ secret }),
  status: 200,
  answer: WebhookAnswer,
});

const gate = {
  tag,
  can: 'public',
  isForMachines: true,
  status: 200,
  answer: GateAnswer,
} as const;

export const askGateApi = define({
  ...gate,
  method: 'GET',
  path: '/api/integrations/{provider}/gate',
  summary: 'May these nights be sold? Asked by the channel, answered from the calendar',
  params: provider,
});

export const bookGateApi = define({
  ...gate,
  method: 'POST',
  path: '/api/integrations/{provider}/gate',
  summary: 'A guest has paid: the nights are held until the channel confirms, or refused',
  params: provider,
});

export const changeGateApi = define({
  ...gate,
  method: 'PUT',
  path: '/api/integrations/{provider}/gate/{code}',
  summary: 'May this booking change so? Asked by the channel, answered from the calendar',
  params: provider.extend({ code }),
});

export const askOwnGateApi = define({
  ...gate,
  method: 'GET',
  path: '/api/integrations/{provider}/webhook/{secret}/gate',
  summary: 'The gate of one organization: may these nights be sold?',
  params: provider.extend({ secret }),
});

export const bookOwnGateApi = define({
  ...gate,
  method: 'POST',
  path: '/api/integrations/{provider}/webhook/{secret}/gate',
  summary: 'The gate of one organization: a guest has paid',
  params: provider.extend({ secret }),
});

export const changeOwnGateApi = define({
  ...gate,
  method: 'PUT',
  path: '/api/integrations/{provider}/webhook/{secret}/gate/{code}',
  summary: 'The gate of one organization: may this booking change so?',
  params: provider.extend({ secret, code }),
});
