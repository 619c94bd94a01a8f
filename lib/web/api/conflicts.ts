import { z } from 'zod';
import { Conflict, ConflictId, ConflictQuery, Verdict } from '#lib/domain/conflicts/schemas.ts';
import { AnswerEffect, ConflictGuide, ConsideredAnswer } from '#lib/domain/guide/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Conflicts';
const params = z.object({ id: ConflictId });

export const listConflictsApi = define({
  method: 'GET',
  path: '/api/conflicts',
  summary: 'Two claims on one night, with both sides; the open ones unless asked otherwise',
  tag,
  can: 'conflict.read',
  query: ConflictQuery.extend(Paging.shape),
  status: 200,
  answer: page(Conflict),
});

export const getConflictApi = define({
  method: 'GET',
  path: '/api/conflicts/{id}',
  summary: 'One conflict',
  tag,
  can: 'conflict.read',
  params,
  status: 200,
  answer: Conflict,
});

export const resolveConflictApi = define({
  method: 'POST',
  path: '/api/conflicts/{id}/resolve',
  summary: 'Accept it, cancel or move a stay, or say whether the two are one booking',
  tag,
  can: 'conflict.resolve',
  params,
  body: Verdict,
  status: 200,
  answer: Conflict,
});

export const getConflictGuideApi = define({
  method: 'GET',
  path: '/api/conflicts/{id}/guide',
  summary:
    'How a conflict came about, what channels were told, and what can be answered, the best advice first',
  tag,
  can: 'conflict.read',
  params,
  status: 200,
  answer: ConflictGuide,
});

export const previewConflictApi = define({
  method: 'POST',
  path: '/api/conflicts/{id}/preview',
  summary: 'What an answer would lead to: nights, channels, holders; changes nothing',
  tag,
  can: 'conflict.resolve',
  params,
  body: ConsideredAnswer,
  status: 200,
  answer: AnswerEffect,
});

export const reopenConflictApi = define({
  method: 'POST',
  path: '/api/conflicts/{id}/reopen',
  summary: 'Take back that it was accepted, or called one booking',
  tag,
  can: 'conflict.resolve',
  params,
  status: 200,
  answer: Conflict,
});
