import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/*
 * Secrets at rest: AES-256-GCM, stored as `v1.keyId.nonce.tag.ct` (the last three base64url). What is sealed is bound to
 * its place, so a stored value moved to another row, column or organization does not open. There is no way to read an
 * unsealed value through here. Nonces are random: at most 2^32 values per key (NIST SP 800-38D 8.3).
 */

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
// Without an explicit length Node opens values whose tag was cut to 4 bytes.
const TAG_BYTES = 16;

export type SealErrorCode = 'bad_key_ring' | 'malformed' | 'unknown_key' | 'tampered';

export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Every key that opens, and the newest, which seals. Keys are KeyObjects, which print and serialise as nothing. */
export type KeyRing = { readonly newestId: string; readonly keys: ReadonlyMap<string, KeyObject> };

/** Where a sealed value lives; it opens nowhere else. */
export type SealPlace = {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  readonly orgId: string;
};

/**
 * Reads `id:base64,id:base64`, newest first; each key is 32 bytes.
 * @throws SealError bad_key_ring; its message names ids, never keys
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, KeyObject>();
  for (const [index, entry] of text.split(',').entries()) {
    const colon = entry.indexOf(':');
    const id = entry.slice(0, Math.max(colon, 0)).trim();
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
      throw new SealError(
        'bad_key_ring',
        `Encryption key ${index + 1} has no id: write id:base64, newest first.`,
      );
    }
    if (keys.has(id)) throw new SealError('bad_key_ring', `Two encryption keys are called ${id}.`);
    keys.set(id, readKey(id, entry.slice(colon + 1).trim()));
  }
  const [newestId] = keys.keys();
  if (newestId === undefined) throw new SealError('bad_key_ring', 'There is no encryption key.');
  return { newestId, keys };
}

function readKey(id: string, text: string): KeyObject {
  const bytes = /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (bytes.length !== KEY_BYTES) {
    throw new SealError('bad_key_ring', `Encryption key ${id} is not ${KEY_BYTES} bytes in base64.`);
  }
  return createSecretKey(bytes);
}

/** Seals text with the newest key, under a fresh nonce: sealing twice gives two different values. */
export function seal(ring: KeyRing, plaintext: string, place: SealPlace): string {
  const keyId = ring.newestId;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(ring, keyId), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(keyId, place));
  const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'));
  return [VERSION, keyId, ...parts].join('.');
}

/**
 * Opens what `seal` made, with whichever key of the ring sealed it.
 * @throws SealError malformed; unknown_key; tampered (changed, sealed for another place, or under another key of that id)
 */
export function open(ring: KeyRing, sealed: string, place: SealPlace): string {
  const { keyId, nonce, tag, text } = parseSealed(sealed);
  const decipher = createDecipheriv(CIPHER, keyOf(ring, keyId), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(keyId, place));
  decipher.setAuthTag(tag);
  const start = decipher.update(text);
  try {
    return Buffer.concat([start, decipher.final()]).toString('utf8');
  } catch {
    // The library's error says no more than this one and its wording differs between versions.
    throw new SealError(
      'tampered',
      `A sealed value of ${place.table}.${place.column} was changed or belongs elsewhere.`,
    );
  }
}

/**
 * Id of the key a value was sealed with: rotation re-seals those that differ from the ring's `newestId`.
 * @throws SealError malformed
 */
export function sealedKeyId(sealed: string): string {
  return parseSealed(sealed).keyId;
}

function keyOf(ring: KeyRing, keyId: string): KeyObject {
  const key = ring.keys.get(keyId);
  if (key !== undefined) return key;
  throw new SealError(
    'unknown_key',
    `A value was sealed with the encryption key "${keyId}", which is not among ENCRYPTION_KEYS. Add that key back to read it.`,
  );
}

function boundTo(keyId: string, place: SealPlace): Buffer {
  // As JSON, so that no two places give the same bytes whatever their names hold.
  return Buffer.from(JSON.stringify([VERSION, keyId, place.table, place.column, place.rowId, place.orgId]));
}

function parseSealed(sealed: string): { keyId: string; nonce: Buffer; tag: Buffer; text: Buffer } {
  const [version, keyId = '', nonceText, tagText, cipherText, ...rest] = sealed.split('.');
  const nonce = decode(nonceText);
  const tag = decode(tagText);
  const text = decode(cipherText);
  const isWhole = version === VERSION && /^[A-Za-z0-9_-]{1,32}$/.test(keyId) && rest.length === 0;
  if (!isWhole || nonce?.length !== NONCE_BYTES || tag?.length !== TAG_BYTES || text === null) {
    throw new SealError('malformed', 'A stored secret is not in the sealed form.');
  }
  return { keyId, nonce, tag, text };
}

/** Null unless this is the one spelling of its bytes: base64 readers forgive, and a forgiven change would go unnoticed. */
function decode(text: string | undefined): Buffer | null {
  if (text === undefined) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
