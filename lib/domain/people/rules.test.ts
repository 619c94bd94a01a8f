import { describe, expect, it } from 'vitest';
import { invitationState, isLastOwner, isPlainEmail, normaliseEmail } from './rules.ts';

describe('an address has one spelling', () => {
  it.each([
    [' Anna@Example.COM ', 'anna@example.com'],
    ['anna＠example.com', 'anna@example.com'],
    ['ａｎｎａ@example.com', 'anna@example.com'],
    ['anna@ｅxample．com', 'anna@example.com'],
  ])('%j is %s', (given, kept) => {
    expect(normaliseEmail(given)).toBe(kept);
    expect(isPlainEmail(normaliseEmail(given))).toBe(true);
  });
});

describe('what is not a bare address is refused after normalising', () => {
  it.each([
    '',
    'anna',
    'anna@',
    '@example.com',
    'anna@example',
    'a@b@example.com',
    'attacker@evil.example＠example.com',
    '"anna@evil.example"@example.com',
    'anna,bob@example.com',
    'anna bob@example.com',
    'anna@exam ple.com',
    'anna@example.com\r\nBcc: x@evil.example',
    'anna@example..com',
    '.anna@example.com',
    'anna.@example.com',
    'аnna@example.com', // Cyrillic а
    'anna@exаmple.com', // Cyrillic а
    'anna@-example.com',
    'anna@[127.0.0.1]',
    '<anna@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `anna@${'a'.repeat(64)}.com`,
    `anna@${'example.'.repeat(40)}com`,
  ])('%j', (given) => expect(isPlainEmail(normaliseEmail(given))).toBe(false));
});

it('the only owner is the last one, one of two is not, somebody else never is', () => {
  expect(isLastOwner(['a'], 'a')).toBe(true);
  expect(isLastOwner(['a', 'b'], 'a')).toBe(false);
  expect(isLastOwner(['a'], 'c')).toBe(false);
  expect(isLastOwner([], 'a')).toBe(false);
});

it('an invitation ends at its hour, and what happened to it first stays what happened', () => {
  const at = Temporal.Instant.from('2026-12-01T00:00:00Z');
  const row = { acceptedAt: null, revokedAt: null, expiresAt: at };
  expect(invitationState(row, at.subtract({ milliseconds: 1 }))).toBe('open');
  expect(invitationState(row, at)).toBe('expired');
  expect(invitationState({ ...row, acceptedAt: at }, at)).toBe('accepted');
  expect(invitationState({ ...row, revokedAt: at }, at)).toBe('revoked');
});
