import { describe, expect, it } from 'vitest';
import { mergeWords, pickWords } from './pick.ts';

const ALL = { common: { save: 'Save' }, records: { inbox: { title: 'Inbox' }, pager: { next: 'Next' } } };

describe('the words of one page', () => {
  it('stand where they stand among all of them', () => {
    expect(pickWords(ALL, ['records.inbox', 'common'])).toEqual({
      records: { inbox: { title: 'Inbox' } },
      common: { save: 'Save' },
    });
  });

  it('refuse a part that does not exist, so that a mistyped name is seen at once', () => {
    expect(() => pickWords(ALL, ['record'])).toThrow('record');
    expect(() => pickWords(ALL, ['records.inbox.title.x'])).toThrow('records.inbox.title.x');
  });

  it('join those of the frame around, also inside of one part, and change neither', () => {
    const frame = pickWords(ALL, ['records.pager']);
    expect(mergeWords(frame, pickWords(ALL, ['records.inbox']))).toEqual({ records: ALL.records });
    expect(frame).toEqual({ records: { pager: { next: 'Next' } } });
  });
});
