import { describe, expect, it } from 'vitest';
import { channelState, type KnownNight, stoppedBy, unsentReason, type Way } from './channel-rules.ts';

const NOW = Temporal.Instant.from('2026-05-01T08:00:00Z');
const known = (change: Partial<KnownNight>): KnownNight => ({
  sentState: null,
  hasDrift: false,
  confirmedAt: NOW,
  observedAt: null,
  ...change,
});
const way = (change: Partial<Way>): Way => ({
  stage: 'active',
  isSyncOn: true,
  status: 'connected',
  perMinute: 60,
  flow: null,
  push: { isOn: true, adoptedAt: NOW, failures: 0, lastErrorCode: null, lastError: null },
  dueAt: null,
  ...change,
});
const pushed = (change: object) => way({ push: { ...way({}).push, ...change } as Way['push'] }); // whole with its defaults

describe('where a night stands with a channel', () => {
  it.each<[string, KnownNight | undefined, boolean, string]>([
    ['never told or seen', undefined, false, 'not_known'],
    ['owed before it was ever told', undefined, true, 'unsent'],
    ['confirmed and nothing owed', known({}), false, 'confirmed'],
    ['confirmed, and something new is owed', known({}), true, 'unsent'],
    ['on its way', known({ sentState: 'sent' }), true, 'sent'],
    ['refused, whatever else is owed', known({ sentState: 'failed' }), true, 'failed'],
    ['seen otherwise', known({ hasDrift: true }), true, 'drift'],
  ])('%s', (_, night, isOwed, state) => {
    expect(channelState(night, isOwed)).toBe(state);
  });

  it.each<[string, Way, string | null]>([
    ['nothing in the way', way({}), null],
    ['a channel that takes nothing', way({ perMinute: null }), 'cannot'],
    ['a paused connection', way({ status: 'paused' }), 'paused'],
    ['a draft', way({ stage: 'draft' }), 'not_active'],
    ['sync switched off', way({ isSyncOn: false }), 'not_active'],
    ['sending switched off', pushed({ isOn: false }), 'switched_off'],
    ['a grid that was not read yet', pushed({ adoptedAt: null }), 'not_adopted'],
    ['a mapping that was never made ready', way({ push: null }), 'not_adopted'],
  ])('is held back by %s', (_, one, code) => {
    expect(stoppedBy(one)?.code ?? null).toBe(code);
  });

  it.each<[string, Way, string]>([
    ['is about to be sent', way({}), 'queued'],
    ['is tried again', pushed({ failures: 2, lastError: 'No answer.' }), 'retrying'],
    ['waits for the limit', way({ flow: { tokens: 0, at: NOW.toString(), rate: 1 } }), 'flow'],
    [
      'waits until the channel rests no longer',
      way({ flow: { tokens: 5, at: NOW.toString(), rate: 1, notBefore: '2026-05-01T08:01:00Z' } }),
      'flow',
    ],
  ])('and what is owed %s', (_, one, code) => {
    const reason = unsentReason(one, { state: 'unsent', error: null }, NOW);
    expect(reason?.code).toBe(code);
    if (code === 'flow') expect(reason?.until && reason.until > NOW.toString()).toBe(true);
  });

  it('has no reason where nothing is owed, and the words of the channel where it refused', () => {
    expect(unsentReason(way({}), { state: 'confirmed', error: null }, NOW)).toBeNull();
    expect(unsentReason(way({}), { state: 'failed', error: 'Too cheap.' }, NOW)).toMatchObject({
      code: 'refused',
      cause: 'Too cheap.',
    });
  });
});
