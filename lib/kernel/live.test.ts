import { describe, expect, it } from 'vitest';
import { type LiveMessage, liveText, mergeNews, readLiveText } from './live.ts';

const units = (many: number) => Array.from({ length: many }, (_, i) => `unt_${String(i).padStart(24, '0')}`);

describe('news', () => {
  it('become one: every topic and unit once', () => {
    const one = { topics: ['calendar' as const], unitIds: ['a', 'b'] };
    const other = { topics: ['calendar' as const, 'runs' as const], unitIds: ['b', 'c'] };
    expect(mergeNews(one, other)).toEqual({ topics: ['calendar', 'runs'], unitIds: ['a', 'b', 'c'] });
  });

  it('of any unit and of some are of any', () => {
    const any = { topics: ['calendar' as const], unitIds: null };
    expect(mergeNews(any, { topics: [], unitIds: ['a'] }).unitIds).toBeNull();
    expect(
      mergeNews({ topics: [], unitIds: units(150) }, { topics: [], unitIds: units(250) }).unitIds,
    ).toBeNull();
  });
});

describe('a message', () => {
  it.each([0, 1, 200, 201, 5000])('fits a NOTIFY with %i units and is read as it was written', (many) => {
    const message: LiveMessage = { org: `org_${'0'.repeat(24)}`, topics: ['calendar'], unitIds: units(many) };
    const text = liveText(message);
    expect(Buffer.byteLength(text)).toBeLessThan(8000);
    expect(readLiveText(text)).toEqual({ ...message, unitIds: many > 200 ? null : message.unitIds });
  });

  it.each(['', 'x', 'null', '{}', '{"org":1}', '{"org":"o","topics":["money"],"unitIds":null}'])(
    'that is none of ours is not read: %j',
    (text) => {
      expect(readLiveText(text)).toBeNull();
    },
  );
});
