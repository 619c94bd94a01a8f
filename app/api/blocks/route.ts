import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import { listBlocks } from '#lib/domain/blocks/queries.ts';
import { createBlockApi, deleteBlockApi, listBlocksApi } from '#lib/web/api/blocks.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listBlocksApi, ({ ctx, query }) => listBlocks(ctx, query));
export const POST = endpoint(createBlockApi, ({ ctx, body }) => createBlock(ctx, body));
export const DELETE = endpoint(deleteBlockApi, ({ ctx, query: { id, ...was } }) => deleteBlock(ctx, id, was));
