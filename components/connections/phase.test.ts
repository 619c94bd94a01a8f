import { describe, expect, it } from 'vitest';
import type { ChannelApp, ConnectionState } from '#lib/domain/connections/schemas.ts';
import { isLive, isTold, mayPress, PHASES, type Phase, phaseOf, primaryOf } from './phase.ts';

const NOW = '2026-05-04T12:00:00Z';
const app: ChannelApp = {
  source: 'instance',
  hasApiKey: true,
  hasApiSecret: true,
  hasWebhookSecret: false,
  webhookUrl: null,
  gateUrl: null,
  isActive: true,
  way: 'consent',
  isDoorOpen: null,
  isBuilt: true,
};
const well: ConnectionState = {
  id: 'con_000000000000000000000000',
  provider: 'airbnb',
  status: 'connected',
  account: { id: '1', name: 'Ana' },
  lastSyncAt: '2026-05-04T11:50:00Z',
  lastSuccessAt: '2026-05-04T11:50:00Z',
  lastError: null,
  tokenExpiresAt: null,
  renewsItself: true,
  nextSyncAt: '2026-05-04T12:05:00Z',
  lastWebhookAt: null,
  intervalMinutes: 15,
  markupBp: 0,
  rounding: 'none',
  mapped: { done: 3, total: 3 },
  waiting: 0,
  queues: null,
  polling: null,
  mode: 'consent',
  granted: null,
  runs: [],
  connectedAt: null,
  disconnectedAt: null,
};
const at = (state: Partial<ConnectionState>, set: Partial<ChannelApp> = {}): Phase =>
  phaseOf({ ...well, ...state }, { ...app, ...set }, Date.parse(NOW));

describe('where a channel stands', () => {
  const CASES: [Phase, Partial<ConnectionState>, Partial<ChannelApp>?][] = [
    ['healthy', {}],
    ['not_built', { status: 'not_configured' }, { isBuilt: false }],
    ['not_configured', { status: 'not_configured' }, { source: 'none' }],
    ['switched_off', { status: 'not_configured' }, { source: 'organization', isActive: false }],
    ['configured', { status: 'configured' }],
    ['disconnected', { status: 'disconnected' }],
    ['expired', { status: 'expired' }],
    ['error', { status: 'error' }],
    ['paused', { status: 'paused', waiting: 4 }],
    ['importing', { lastSuccessAt: null }],
    ['delayed', { lastSuccessAt: null, lastError: { code: 'transient', message: '' } }],
    ['delayed', { lastSuccessAt: '2026-05-04T11:00:00Z', waiting: 2 }],
    ['waiting', { waiting: 1, mapped: { done: 1, total: 3 } }],
    ['mapping', { mapped: { done: 1, total: 3 } }],
    ['no_listings', { mapped: { done: 0, total: 0 } }],
    ['limited', { status: 'limited' }],
    ['mapping', { status: 'limited', mapped: { done: 0, total: 1 } }],
    // A listing that is connected by itself waits for no mapping once it was disconnected.
    ['healthy', { provider: 'avito', mapped: { done: 1, total: 2 } }],
    ['no_listings', { provider: 'avito', mapped: { done: 0, total: 2 } }],
    // An access that ends within a day is all that this channel gives.
    [
      'healthy',
      { provider: 'avito', status: 'limited', lastError: { code: 'offline_missing', message: '' } },
    ],
    ['limited', { provider: 'avito', status: 'limited', lastError: { code: 'scope_missing', message: '' } }],
  ];
  it.each(CASES)('%s for %j', (phase, state, set) => {
    expect(at(state, set)).toBe(phase);
  });

  it('is never well while the last proof is older than three intervals', () => {
    const old = { lastSuccessAt: '2026-05-04T11:15:00Z' };
    expect(at(old)).toBe('healthy');
    expect(at({ lastSuccessAt: '2026-05-04T11:14:59Z' })).toBe('delayed');
    expect(at({ ...old, intervalMinutes: 5 })).toBe('delayed');
  });
});

describe('the button of a card', () => {
  it('asks again after a passing error, and for a new consent after a refused token', () => {
    expect(primaryOf('error', { ...well, lastError: { code: 'transient', message: '' } })).toBe('sync');
    expect(primaryOf('error', { ...well, lastError: { code: 'auth', message: '' } })).toBe('reconnect');
  });

  it('is not shown to a role that cannot press it', () => {
    const viewer = { sync: false, configure: false, settle: false, force: false };
    const manager = { sync: true, configure: false, settle: true, force: true };
    const pressed = (rights: typeof viewer) =>
      [...new Set(PHASES.map((phase) => primaryOf(phase, well)))].filter((one) => mayPress(one, rights));
    expect(pressed(viewer)).toEqual(['resolve']);
    expect(pressed(manager).sort()).toEqual(['resolve', 'sync']);
  });

  it('offers to tell everything again only where anything could be told', () => {
    const told = PHASES.filter((phase) => isTold(phase, ['bookings', 'push']));
    expect(told).toEqual(expect.arrayContaining(['healthy', 'delayed', 'mapping', 'limited']));
    for (const still of ['paused', 'expired', 'disconnected', 'configured'] as const)
      expect(told).not.toContain(still);
    expect(PHASES.filter((phase) => isTold(phase, ['bookings']))).toEqual([]);
  });

  it('never syncs what is not connected', () => {
    expect(PHASES.filter((phase) => primaryOf(phase, well) === 'sync' && !isLive(phase))).toEqual([]);
  });
});
