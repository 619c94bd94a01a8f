/*
 * JSON of others, read without losing a digit: a number of more than 53 bits is rounded by JSON.parse, and channels write
 * ids of 19 digits as numbers. So every number comes as the text it was written as, and the reader's schema decides
 * what it is.
 */

/** A page of any channel stays far below; a deeper one would end the process's stack. */
const DEPTH_MAX = 64;

export type JsonText = string | boolean | null | readonly JsonText[] | { readonly [name: string]: JsonText };

/**
 * Parses JSON from bytes or text; numbers become the text of themselves, a byte order mark is skipped, bytes that are not
 * UTF-8 become U+FFFD. Of a name written twice the last one counts; `__proto__` is a name like any other.
 * @throws SyntaxError, with nothing of the document in it
 */
export function parseLosslessJson(source: Uint8Array | string): JsonText {
  const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : new TextDecoder().decode(source);
  if (depthOf(text) > DEPTH_MAX) throw new SyntaxError('JSON nested too deeply');
  try {
    return JSON.parse(text, numberAsText as (key: string, value: unknown) => unknown); // the types lag: V8 hands the source over
  } catch {
    // Not handed on as a cause: the engine's message quotes the document, which may hold a token or a guest.
    throw new SyntaxError('not JSON');
  }
}

function numberAsText(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === 'number' ? context.source : value;
}

/** How deep brackets are nested, outside of strings; of what is not JSON some number, since parsing refuses it anyway. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (isString) {
      if (char === 0x5c) at++;
      else if (char === 0x22) isString = false;
    } else if (char === 0x22) isString = true;
    else if (char === 0x5b || char === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x5d || char === 0x7d) depth--;
  }
  return deepest;
}
