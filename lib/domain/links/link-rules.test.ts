import { describe, expect, it } from 'vitest';
import { type LinkFacts, lastReadAt, linkStatus } from './link-rules.ts';

const at = (time: string) => Temporal.Instant.from(`2026-12-01T${time}:00Z`);
const facts = (more: Partial<LinkFacts> = {}): LinkFacts => ({
  isOn: true,
  connection: 'connected',
  polledAt: at('09:00'),
  failures: 0,
  accountReadAt: null,
  activatedAt: at('08:00'),
  ...more,
});

describe('how a link is', () => {
  it.each<[string, Partial<LinkFacts>]>([
    ['synced', {}],
    ['synced', { connection: 'limited' }],
    ['synced', { failures: 2 }],
    ['error', { failures: 3 }],
    ['syncing', { polledAt: null }],
    ['syncing', { polledAt: at('07:59'), accountReadAt: at('07:00') }],
    ['synced', { polledAt: null, accountReadAt: at('08:00') }],
    ['expired', { connection: 'expired', failures: 9 }],
    ['paused', { connection: 'paused' }],
    ['error', { connection: 'error' }],
    ['disconnected', { connection: 'disconnected' }],
    ['disconnected', { isOn: false, connection: 'expired' }],
  ])('is %s with %o', (status, more) => {
    expect(linkStatus(facts(more))).toBe(status);
  });

  it('was last read by itself or with its account, whichever was later', () => {
    expect(lastReadAt(facts({ accountReadAt: at('10:00') }))).toEqual(at('10:00'));
    expect(lastReadAt(facts({ accountReadAt: at('08:30') }))).toEqual(at('09:00'));
    expect(lastReadAt(facts({ polledAt: null }))).toBeNull();
  });
});
