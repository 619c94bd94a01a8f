import { describe, expect, it } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';

const DEFINED = [
  { method: 'GET', path: '/api/things' },
  { method: 'POST', path: '/api/things' },
  { method: 'PATCH', path: '/api/things/{id}' },
  { method: 'DELETE', path: '/api/things/{id}' },
  { method: 'POST', path: '/api/things/preview' },
] as const;

describe('the methods of a path', () => {
  it.each([
    ['/api/things', ['GET', 'HEAD', 'POST']],
    ['/api/things/thg_1', ['DELETE', 'PATCH']],
    ['/api/things/preview', ['POST']],
    ['/api/things/', null],
    ['/api/things/thg_1/more', null],
    ['/api', null],
  ])('%s: %j', (path, methods) => expect(allowedMethods(path, DEFINED)).toEqual(methods));

  it('are the same at the address that other programs know', () => {
    const definitions = [{ method: 'DELETE', path: '/api/integrations/{provider}' }] as const;
    expect(allowedMethods('/api/v1/integrations/airbnb', definitions)).toEqual(['DELETE']);
    expect(allowedMethods('/api/v2/integrations/airbnb', definitions)).toBeNull();
  });
});
