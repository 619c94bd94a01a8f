import { z } from 'zod';
import { Block, BlockId, BlockInput, BlockQuery } from '#lib/domain/blocks/schemas.ts';
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

export const deleteBlockApi = define({
  method: 'DELETE',
  path: '/api/blocks',
  summary: 'Open the nights of a block again',
  tag,
  can: 'block.write',
  query: z.object({ id: BlockId }),
  status: 204,
});
