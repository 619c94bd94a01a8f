import { z } from 'zod';
import {
  Message,
  MessageCursor,
  MessageDetail,
  MessageFilter,
  MessageId,
  Replayed,
  ReplayInput,
} from '#lib/domain/messages/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Messages';
const params = z.object({ id: MessageId });

export const listMessagesApi = define({
  method: 'GET',
  path: '/api/messages',
  summary: 'What channels and calendars told, as it came, newest first; calls that were not believed too',
  tag,
  can: 'run.read',
  query: Paging.extend(MessageFilter.shape).extend({ cursor: MessageCursor.optional() }),
  status: 200,
  answer: page(Message),
});

export const getMessageApi = define({
  method: 'GET',
  path: '/api/messages/{id}',
  summary: 'One message with what it said; secrets and people blanked',
  tag,
  can: 'run.read',
  params,
  status: 200,
  answer: MessageDetail,
});

export const replayMessageApi = define({
  method: 'POST',
  path: '/api/messages/{id}/replay',
  summary: 'What a kept message would change if it came now (try), and the same for good (apply)',
  tag,
  can: 'connection.sync',
  params,
  body: ReplayInput,
  status: 200,
  answer: Replayed,
});
