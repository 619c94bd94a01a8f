import { describe, expect, it } from 'vitest';
import { arrange, countByChannel } from './arrange.ts';
import { arrival } from './fakes.ts';

const some = (...ids: string[]) => ids.map((id) => arrival(id));

describe('toasts of arrivals', () => {
  it('are one each up to three on the screen', () => {
    expect(arrange([], some('a', 'b', 'c'))).toEqual({ kind: 'each', items: some('a', 'b', 'c') });
    expect(arrange(some('a', 'b'), some('c'))).toEqual({ kind: 'each', items: some('c') });
  });

  it('are one that counts all of them beyond three', () => {
    expect(arrange([], some('a', 'b', 'c', 'd'))).toMatchObject({ kind: 'counted' });
    expect(arrange(some('a', 'b', 'c'), some('d'))).toEqual({
      kind: 'counted',
      items: some('a', 'b', 'c', 'd'),
    });
  });

  it('count by channel, the most first', () => {
    const items = [arrival('a', 'avito'), arrival('b'), arrival('c', 'avito'), arrival('d', 'ical')];
    expect(countByChannel(items)).toEqual([
      ['avito', 2],
      ['airbnb', 1],
      ['ical', 1],
    ]);
  });
});
