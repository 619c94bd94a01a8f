import { describe, expect, it } from 'vitest';
import type { Topic } from '#lib/kernel/live.ts';
import { isForPage } from './live-pages.ts';

describe('news', () => {
  it.each<[string, Topic[], boolean]>([
    ['/', ['calendar'], true],
    ['/channels/history', ['runs'], true],
    ['/calendar', ['calendar'], false], // its bars are a query of their own
    ['/calendar', ['calendar', 'conflicts'], true], // the count of the inbox stands beside it
    ['/settings/notices', ['runs'], false],
    ['/settings', ['inbox'], true],
    ['/reservations', [], false],
  ])('on %s about %j has the page drawn again: %j', (path, topics, expected) => {
    expect(isForPage(path, topics)).toBe(expected);
  });
});
