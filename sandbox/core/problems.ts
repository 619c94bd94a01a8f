import type { Context } from 'hono';
import { z } from 'zod';

/** What a control call did wrong, answered as JSON with the status. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads a JSON body by its schema. Throws ControlError 400 that says which field is wrong. */
export async function readBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
  return parse(schema, value);
}

export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new ControlError(400, z.prettifyError(read.error));
}
