import type { z } from 'zod';
import { AppError } from '#lib/kernel/errors.ts';

const MAX_BYTES = 1024 * 1024;

/** Reads at most 1 MB, however long the sender says it is. @throws AppError payload_too_large */
export async function readBytes(request: Request, maxBytes = MAX_BYTES): Promise<Uint8Array> {
  const tooLarge = () =>
    new AppError('payload_too_large', `The body is larger than ${maxBytes} bytes. Nothing was changed.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  // Not `for await`: leaving that would cancel the stream, and what still comes would have nowhere to go.
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(value);
  }
}

/** JSON as UTF-8 text. Text that Postgres or JSON cannot hold (NUL, lone surrogates) is refused, never repaired. */
export async function readJson(request: Request): Promise<unknown> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  if (request.headers.get('content-encoding')) {
    throw new AppError('unsupported_media_type', 'Send the body without a content encoding.');
  }
  const bytes = await readBytes(request);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('invalid_input', 'The body is not UTF-8 text.');
  }
  if (text.trim() === '') throw new AppError('invalid_input', 'The body is empty; JSON was expected.');
  let value: unknown;
  try {
    value = JSON.parse(text, refuseUnstorable);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // A SyntaxError, or a RangeError where the nesting is deeper than the stack: either way it is not JSON we take.
    throw new AppError('invalid_input', 'The body is not JSON that can be read.');
  }
  return value;
}

function refuseUnstorable(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new AppError('invalid_input', 'The body has a field that is not allowed: __proto__.');
  if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed())) {
    throw new AppError('invalid_input', 'The body has text with characters that cannot be stored.', {
      issues: [{ path: key, message: 'has a NUL or half of a surrogate pair' }],
    });
  }
  return value;
}

/** @throws AppError invalid_input with a sentence per field */
export function parse<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', `The ${what} cannot be used as it is. Nothing was changed.`, {
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });
}
