import { describe, expect, it } from 'vitest';
import { formatOwnUid, parseOwnUid } from './own-uid.ts';

const own = { subject: 'sty_1-after', unitId: 'unt_1', instanceId: '0a1b' };

describe('a UID of ours', () => {
  it('comes back as the parts it was made of', () => {
    expect(formatOwnUid(own)).toBe('sty_1-after.unt_1@0a1b.latchkey');
    expect(parseOwnUid(formatOwnUid(own))).toEqual(own);
  });
  it.each([
    'abc@airbnb.com',
    'a.b@c.latchkey.example',
    'a.b.c@d.latchkey',
    'a@b.latchkey',
    '.b@c.latchkey',
    'a.b@c.latchkey\r\nX:1',
    'a;x.b@c.latchkey',
  ])('is not %j', (uid) => {
    expect(parseOwnUid(uid)).toBeNull();
  });
  it('is never made of parts that would not come back whole', () => {
    expect(() => formatOwnUid({ ...own, subject: 'a.b' })).toThrow(RangeError);
    expect(() => formatOwnUid({ ...own, unitId: '' })).toThrow(RangeError);
  });
});
