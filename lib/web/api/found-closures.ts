import { z } from 'zod';
import {
  FoundClosure,
  FoundClosureId,
  FoundClosureQuery,
  SettleFoundClosure,
} from '#lib/domain/push/found-closure-schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Found closures';

export const listFoundClosuresApi = define({
  method: 'GET',
  path: '/api/found-closures',
  summary:
    'Nights that a channel keeps closed and we would sell; those nobody has settled unless asked otherwise',
  tag,
  can: 'conflict.read',
  query: FoundClosureQuery.extend(Paging.shape),
  status: 200,
  answer: page(FoundClosure),
});

export const settleFoundClosureApi = define({
  method: 'POST',
  path: '/api/found-closures/{id}/resolve',
  summary: 'Keep these nights closed everywhere, or sell them again',
  tag,
  can: 'conflict.resolve',
  params: z.object({ id: FoundClosureId }),
  body: SettleFoundClosure,
  status: 200,
  answer: FoundClosure,
});
