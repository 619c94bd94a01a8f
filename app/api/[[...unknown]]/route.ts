import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { problem } from '#lib/web/errors.ts';

/** Programs get a problem where there is no such route, not a page for people. */
async function nothingHere(): Promise<Response> {
  return problem(new AppError('not_found', 'There is nothing here.'), newId('request'));
}

export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
