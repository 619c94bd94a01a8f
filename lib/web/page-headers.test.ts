import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts';

describe('a page', () => {
  it('runs no script without its nonce, and nothing that is made of text, outside development', () => {
    const policy = contentSecurityPolicy('abc', false);
    const scripts = policy.split('; ').find((rule) => rule.startsWith('script-src'));
    expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it('keeps browsers at https, and only where it is there', () => {
    expect(pageHeaders('https://latchkey.test')).toHaveProperty('strict-transport-security');
    expect(pageHeaders('http://localhost:3000')).not.toHaveProperty('strict-transport-security');
  });
});
