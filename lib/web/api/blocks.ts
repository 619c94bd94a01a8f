import { z } from 'zod';
import {
  Block,
  BlockDeletion,
  BlockId,
  BlockInput,
  BlockPatch,
  BlockQuery,
} from '#lib/domain/blocks/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Blocks';

export const listBlocksApi = define({
  method: 'GET',
  path: '/api/blocks',
  summary: 'Nights that a person closed',
  tag,
  can: 'calendar.read',
  query: BlockQuery.extend(Paging.shape),
  status: 200,
  answer: page(Block),
});

export const createBlockApi = define({
  method: 'POST',
  path: '/api/blocks',
  summary: 'Close nights of a unit',
  tag,
  can: 'block.write',
  body: BlockInput,
  status: 201,
  answer: Block,
});

export const updateBlockApi = define({
  method: 'PATCH',
  path: '/api/blocks/{id}',
  summary: 'Change the nights, the unit, the kind or the reason of a block',
  tag,
  can: 'block.write',
  params: z.object({ id: BlockId }),
  body: BlockPatch,
  status: 200,
  answer: Block,
});

export const deleteBlockApi = define({
  method: 'DELETE',
  path: '/api/blocks',
  summary: 'Open the nights of a block again',
  tag,
  can: 'block.write',
  query: BlockDeletion,
  status: 204,
});
