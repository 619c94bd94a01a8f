import { z } from 'zod';
import {
  ChannelDetail,
  ConfigureAnswer,
  ConfigureInput,
  ConnectAnswer,
  ConnectInput,
  ConnectionQuery,
  ConnectionState,
  DisconnectAnswer,
  ProviderParam,
  TestAnswer,
  UpdateConnectionInput,
} from '#lib/domain/connections/schemas.ts';
import { define } from '../define.ts';
import { page } from './paging.ts';

const tag = 'Connections';
const base = '/api/integrations/{provider}';
const params = z.object({ provider: ProviderParam });

export const listConnectionsApi = define({
  method: 'GET',
  path: '/api/integrations/status',
  summary: 'Every connection with its state; one row per channel even with no connection',
  tag,
  can: 'connection.read',
  status: 200,
  answer: page(ConnectionState),
});

export const getChannelApi = define({
  method: 'GET',
  path: base,
  summary: 'One channel in detail: what is set for it, without saying what, and its connections',
  tag,
  can: 'connection.read',
  params,
  status: 200,
  answer: ChannelDetail,
});

export const getChannelStatusApi = define({ ...getChannelApi, path: `${base}/status` });

export const connectApi = define({
  method: 'POST',
  path: `${base}/connect`,
  summary: "Begin to connect: the channel's consent page, to be opened in this browser within ten minutes",
  tag,
  can: 'connection.configure',
  params,
  body: ConnectInput,
  status: 200,
  answer: ConnectAnswer,
});

export const finishConnectApi = define({
  method: 'GET',
  path: `${base}/callback`,
  summary: 'Where the channel sends the browser back to; answers with a redirect to a page (303)',
  tag,
  can: 'public',
  params,
  status: 200,
});

export const configureChannelApi = define({
  method: 'POST',
  path: `${base}/configure`,
  summary: "Save the organization's own credentials for a channel; they are never read back",
  tag,
  can: 'connection.configure',
  params,
  query: ConnectionQuery,
  body: ConfigureInput,
  status: 200,
  answer: ConfigureAnswer,
});

export const testConnectionApi = define({
  method: 'POST',
  path: `${base}/test`,
  summary: 'Try credentials, token, account and listings in turn, and say what fails',
  tag,
  can: 'connection.sync',
  params,
  query: ConnectionQuery,
  status: 200,
  answer: TestAnswer,
});

export const updateConnectionApi = define({
  method: 'PATCH',
  path: base,
  summary: 'Pause or resume a connection, or change how often it is asked',
  tag,
  can: 'connection.configure',
  params,
  query: ConnectionQuery,
  body: UpdateConnectionInput,
  status: 200,
  answer: ConnectionState,
});

export const previewDisconnectApi = define({
  method: 'GET',
  path: `${base}/disconnect`,
  summary: 'What disconnecting would do; changes nothing',
  tag,
  can: 'connection.configure',
  params,
  query: ConnectionQuery,
  status: 200,
  answer: DisconnectAnswer,
});

export const disconnectApi = define({
  method: 'DELETE',
  path: base,
  summary: 'Disconnect an account: its tokens go, its bookings and their nights stay',
  tag,
  can: 'connection.configure',
  params,
  query: ConnectionQuery,
  status: 200,
  answer: DisconnectAnswer,
});
