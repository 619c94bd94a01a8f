import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutboundError } from './http-errors.ts';

/** What we can undo; sent as Accept-Encoding. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

type Chunks = AsyncIterable<Uint8Array>;

/**
 * Reads a body to its end and undoes its declared encoding as it comes. What is packed without being declared so is
 * handed on as it is: the reader judges it.
 * @param maxBytes what may arrive, and what it may unpack to: each is counted, so a bomb stops at the limit
 * @throws OutboundError too_large, encoding; and whatever the stream throws when it is cut
 */
export async function readBody(body: Chunks, encoding: string, maxBytes: number): Promise<Uint8Array> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const [name, ...more] = names;
  const arriving = limited(body, maxBytes, 'answer');
  if (name === undefined) return collect(arriving);
  if (more.length > 0 || !/^(x-)?gzip$|^deflate$|^br$/.test(name)) {
    throw new OutboundError(
      'encoding',
      `The answer is packed in a way we did not ask for (${encoding.slice(0, 40)}).`,
    );
  }
  return collect(limited(unpacked(arriving, name), maxBytes, 'unpacked answer'));
}

async function* limited(chunks: Chunks, maxBytes: number, what: string): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of chunks) {
    count += chunk.byteLength;
    if (count > maxBytes) {
      const megabytes = Math.round(maxBytes / 10_000) / 100;
      throw new OutboundError(
        'too_large',
        `The ${what} is larger than the ${megabytes} MB a document may have.`,
      );
    }
    yield chunk;
  }
}

/** An empty body stays empty under any encoding: servers declare one for answers without content too. */
async function* unpacked(chunks: AsyncGenerator<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const first = await chunks.next();
  if (first.done) return;
  const decoder = decoderFor(name, first.value);
  // Failures of the source destroy the decoder with the same error, which the loop below throws.
  pipeline(Readable.from(startingWith(first.value, chunks), { objectMode: false }), decoder, () => undefined);
  try {
    for await (const chunk of decoder) yield chunk;
  } catch (error) {
    if (!isDecoderError(error)) throw error;
    throw new OutboundError('encoding', `The answer says it is packed as ${name} but cannot be unpacked.`, {
      cause: error,
    });
  }
}

async function* startingWith(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

/** `deflate` names the zlib format (RFC 9110 8.4.1.2), yet some servers send the bare stream; the first byte tells. */
function decoderFor(name: string, first: Uint8Array): Transform {
  if (name === 'br') return createBrotliDecompress();
  if (name !== 'deflate') return createGunzip();
  return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

function isDecoderError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(Z_|ERR_?_|ERR_BROTLI|ERR_PADDING)/.test(String(error.code))
  );
}

async function collect(chunks: Chunks): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
