import { z } from 'zod';
import { ProviderParam } from '#lib/domain/connections/schemas.ts';
import {
  ChangeLinkInput,
  CheckItemAnswer,
  CheckItemInput,
  FinishAnswer,
  FinishInput,
  Flow,
  FlowAnswer,
  FlowId,
  FlowQuery,
  Link,
  Links,
  LinksQuery,
  Offer,
  OfferQuery,
  RelinkAnswer,
} from '#lib/domain/links/schemas.ts';
import { MappingId } from '#lib/domain/mappings/schemas.ts';
import { define } from '../define.ts';

const tag = 'Links';
const base = '/api/integrations/{provider}';
const params = z.object({ provider: ProviderParam });
const flowParams = z.object({ provider: ProviderParam, id: FlowId });
const linkParams = z.object({ provider: ProviderParam, id: MappingId });

export const findOpenFlowApi = define({
  method: 'GET',
  path: `${base}/flows`,
  summary:
    "Where channels' listings are connected one at a time (Avito): your open flow for a unit, to go on with",
  tag,
  can: 'connection.configure',
  params,
  query: FlowQuery,
  status: 200,
  answer: FlowAnswer,
});

export const getFlowApi = define({
  method: 'GET',
  path: `${base}/flows/{id}`,
  summary: 'How far connecting a listing has come, and what the channel said if it refused',
  tag,
  can: 'connection.configure',
  params: flowParams,
  status: 200,
  answer: Flow,
});

export const dropFlowApi = define({
  method: 'DELETE',
  path: `${base}/flows/{id}`,
  summary: 'Give a flow up; an account that was agreed to stays connected',
  tag,
  can: 'connection.configure',
  params: flowParams,
  status: 204,
});

export const offerItemsApi = define({
  method: 'GET',
  path: `${base}/accounts`,
  summary:
    'What there is to choose from: accounts, their listings where they may be seen, and what the unit costs',
  tag,
  can: 'connection.configure',
  params,
  query: OfferQuery,
  status: 200,
  answer: Offer,
});

export const checkItemApi = define({
  method: 'POST',
  path: `${base}/validate-item`,
  summary:
    'Whether a listing can be connected; the flow goes on where it can (409 item_taken where it is held)',
  tag,
  can: 'connection.configure',
  params,
  body: CheckItemInput,
  status: 200,
  answer: CheckItemAnswer,
});

export const finishLinkApi = define({
  method: 'POST',
  path: `${base}/finish`,
  summary: 'Connect the listing to the unit of the flow, with its markup in percent; twice answers the same',
  tag,
  can: 'connection.configure',
  params,
  body: FinishInput,
  status: 201,
  answer: FinishAnswer,
});

export const listLinksApi = define({
  method: 'GET',
  path: `${base}/links`,
  summary: "The listings that a property's units are, or were, connected to, and how they are",
  tag,
  can: 'connection.read',
  params,
  query: LinksQuery,
  status: 200,
  answer: Links,
});

export const changeLinkApi = define({
  method: 'PATCH',
  path: `${base}/links/{id}`,
  summary: "Set a link's markup, in percent",
  tag,
  can: 'connection.configure',
  params: linkParams,
  body: ChangeLinkInput,
  status: 200,
  answer: Link,
});

export const unlinkApi = define({
  method: 'DELETE',
  path: `${base}/links/{id}`,
  summary: 'Disconnect a listing: its bookings stay; the account goes with its last one',
  tag,
  can: 'connection.configure',
  params: linkParams,
  status: 204,
});

export const relinkApi = define({
  method: 'POST',
  path: `${base}/links/{id}/reconnect`,
  summary: "Connect a listing again: at once where its account still is, else by the channel's consent page",
  tag,
  can: 'connection.configure',
  params: linkParams,
  status: 200,
  answer: RelinkAnswer,
});
