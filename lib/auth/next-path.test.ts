import { describe, expect, it } from 'vitest';
import { safeNextPath, signInPath } from './next-path.ts';

describe('a path of our own is kept', () => {
  it.each(['/', '/calendar', '/calendar?unit=unt_1&from=2026-12-01', '/properties/prp_1', '/a%20b'])(
    '%s',
    (path) => expect(safeNextPath(path)).toBe(path),
  );
});

describe('what could lead elsewhere leads home', () => {
  it.each([
    null,
    undefined,
    '',
    'calendar',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/%2f%2fevil.example',
    '/%2F/evil.example',
    '/%5cevil.example',
    '/x/..//evil.example',
    '/./\\evil.example',
    '/.//evil.example',
    '/a\u0000b',
    '/a%00b',
    '/ｅvil',
    `/${'a'.repeat(2001)}`,
    '/api/auth/signout',
    '/sign-in?next=/sign-in',
    '/_next/static/x',
  ])('%j', (path) => expect(safeNextPath(path)).toBe('/'));
});

it('the sign-in page remembers the page, not home', () => {
  expect(signInPath('/calendar?unit=u&from=f')).toBe('/sign-in?next=%2Fcalendar%3Funit%3Du%26from%3Df');
  expect(signInPath('//evil.example')).toBe('/sign-in');
});
