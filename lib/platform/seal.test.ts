import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open, parseKeyRing, SealError, type SealErrorCode, seal, sealedKeyId } from './seal.ts';

const keyA = randomBytes(32);
const keyB = randomBytes(32);
const oldRing = parseKeyRing(`a:${keyA.toString('base64')}`);
const bothRing = parseKeyRing(`b:${keyB.toString('base64')},a:${keyA.toString('base64')}`);
const newRing = parseKeyRing(`b:${keyB.toString('base64')}`);
const place = { table: 'calendars', column: 'url', rowId: 'cal_1', orgId: 'org_1' };

function codeOf(work: () => unknown): SealErrorCode | 'nothing thrown' {
  try {
    work();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('sealed values', () => {
  it.each(['', 'a', 'https://example.com/x.ics?s=0a', 'Ключ 🔑 \u0000 end'])(
    'come back as they were: %j',
    (text) => {
      expect(open(oldRing, seal(oldRing, text, place), place)).toBe(text);
    },
  );

  it('are stored as version, key id, nonce, tag and ciphertext', () => {
    expect(seal(oldRing, 'secret', place)).toMatch(/^v1\.a\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
  });

  it('differ each time, since every one has a nonce of its own', () => {
    const nonces = Array.from({ length: 200 }, () => seal(oldRing, 'same', place).split('.')[2]);
    expect(new Set(nonces).size).toBe(200);
  });

  it('do not open once any one byte of the stored form is another', () => {
    const sealed = seal(bothRing, 'https://example.com/feed', place);
    const survivors: string[] = [];
    for (let at = 0; at < sealed.length; at++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
        const flipped = String.fromCharCode(sealed.charCodeAt(at) ^ bit);
        const changed = sealed.slice(0, at) + flipped + sealed.slice(at + 1);
        if (codeOf(() => open(bothRing, changed, place)) === 'nothing thrown')
          survivors.push(`${at}:${flipped}`);
      }
    }
    expect(survivors).toEqual([]);
  });

  it.each([
    ['row', { ...place, rowId: 'cal_2' }],
    ['organization', { ...place, orgId: 'org_2' }],
    ['column', { ...place, column: 'token' }],
    ['table', { ...place, table: 'subscribers' }],
    ['place whose names run together the same', { ...place, table: 'calendar', column: 'surl' }],
  ])('do not open in another %s', (_name, elsewhere) => {
    const sealed = seal(oldRing, 'secret', place);
    expect(codeOf(() => open(oldRing, sealed, elsewhere))).toBe('tampered');
  });

  it('do not open with a shortened tag, even one that is right as far as it goes', () => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyA, nonce, { authTagLength: 4 });
    cipher.setAAD(Buffer.from(JSON.stringify(['v1', 'a', 'calendars', 'url', 'cal_1', 'org_1'])));
    const text = Buffer.concat([cipher.update('secret'), cipher.final()]);
    const parts = [nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'));
    expect(codeOf(() => open(oldRing, `v1.a.${parts.join('.')}`, place))).toBe('malformed');
  });

  it.each(['', 'secret', 'v1.a', 'v2.a.AAAA.AAAA.AAAA', 'v1.a.!!.!!.!!', 'https://a.example/v1.a.b.c.d'])(
    'are an error and never passed through when they are not sealed at all: %j',
    (text) => {
      expect(codeOf(() => open(oldRing, text, place))).toBe('malformed');
    },
  );

  it('name the missing key when it is not in the ring', () => {
    const sealed = seal(oldRing, 'secret', place);
    expect(codeOf(() => open(newRing, sealed, place))).toBe('unknown_key');
    expect(() => open(newRing, sealed, place)).toThrow(/"a".*ENCRYPTION_KEYS/);
  });

  it('stay closed to another key that goes by the same id', () => {
    const impostor = parseKeyRing(`a:${keyB.toString('base64')}`);
    expect(codeOf(() => open(impostor, seal(oldRing, 'secret', place), place))).toBe('tampered');
  });
});

describe('rotation', () => {
  it('reads what the old key sealed and seals with the newest', () => {
    const before = seal(oldRing, 'secret', place);
    expect(open(bothRing, before, place)).toBe('secret');
    const after = seal(bothRing, open(bothRing, before, place), place);
    expect([sealedKeyId(before), sealedKeyId(after), bothRing.newestId]).toEqual(['a', 'b', 'b']);
    expect(open(newRing, after, place)).toBe('secret');
  });
});

describe('a key ring', () => {
  const good = keyA.toString('base64');
  it.each([
    ['no key', ''],
    ['no id', good],
    ['an empty id', `:${good}`],
    ['an id with a dot, which parts the stored form', `a.b:${good}`],
    ['a short key', `a:${randomBytes(16).toString('base64')}`],
    ['a long key', `a:${randomBytes(33).toString('base64')}`],
    ['text that is not base64', `a:${'!'.repeat(43)}`],
    ['one id twice', `a:${good},a:${keyB.toString('base64')}`],
    ['a comma at the end', `a:${good},`],
  ])('is refused with %s', (_name, text) => {
    expect(codeOf(() => parseKeyRing(text))).toBe('bad_key_ring');
  });

  it('never repeats a key in its errors', () => {
    expect(() => parseKeyRing(`a:${good}x,b:short`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(good.slice(0, 8)) }),
    );
    expect(JSON.stringify([...bothRing.keys])).not.toContain(good.slice(0, 8));
  });

  it('takes keys in base64url as well', () => {
    const ring = parseKeyRing(` a : ${keyA.toString('base64url')} `);
    expect(open(ring, seal(oldRing, 'secret', place), place)).toBe('secret');
  });
});
