import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Send, sender } from './http.ts';
import { newTeam, type Team } from './team.ts';

const GZIP = { 'accept-encoding': 'gzip, deflate, br' };

let team: Team;
let stranger: Send;
beforeAll(async () => {
  stranger = sender(inject('world').appUrl);
  team = await newTeam();
});

describe('what a browser asks for', () => {
  it('comes packed: a page, and every script and style that it names', async () => {
    const page = await stranger('/sign-in', { headers: GZIP });
    expect(page.status).toBe(200);
    expect(page.headers['content-encoding']).toBe('gzip');
    expect(page.headers.vary).toMatch(/accept-encoding/i);
    const html = gunzipSync(page.bytes).toString('utf8');
    expect(html).toContain('</html>');
    const named = [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+\.(?:js|css))"/g)];
    const paths = [...new Set(named.map(([, path = '']) => path))];
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      const packed = await stranger(path, { headers: GZIP });
      const plain = await stranger(path);
      expect(plain.headers['content-encoding'], path).toBeUndefined();
      if (plain.bytes.byteLength < 1_024) continue;
      expect(packed.headers['content-encoding'], path).toBe('gzip');
      expect(gunzipSync(packed.bytes).equals(plain.bytes), path).toBe(true);
      expect(plain.headers.vary, path).toMatch(/accept-encoding/i);
    }
  });

  it('is answered by 304 with the tag of the packed form', async () => {
    const html = gunzipSync((await stranger('/sign-in', { headers: GZIP })).bytes).toString('utf8');
    const [, path = ''] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(html) ?? [];
    const { etag } = (await stranger(path, { headers: GZIP })).headers;
    expect(etag).toMatch(/^W\//);
    const again = await stranger(path, { headers: { ...GZIP, 'if-none-match': etag ?? '' } });
    expect(again.status).toBe(304);
    expect(again.bytes.byteLength).toBe(0);
  });

  it('comes packed as JSON where there is much of it', async () => {
    const answer = await stranger('/api/openapi.json', { headers: GZIP });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(answer.bytes).toString('utf8'))).toHaveProperty('openapi');
  });
});

describe('what comes as it is', () => {
  it('is a page that another site led to, so that its length tells nothing', async () => {
    const led = await stranger('/sign-in', { headers: { ...GZIP, 'sec-fetch-site': 'cross-site' } });
    expect(led.headers['content-encoding']).toBeUndefined();
    expect(led.text).toContain('</html>');
  });

  it('is the token of a form', async () => {
    const answer = await stranger('/api/auth/csrf', { headers: GZIP });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body).toHaveProperty('csrfToken');
  });

  it('is what a write answers', async () => {
    const made = await team.as.admin('/api/properties', {
      method: 'POST',
      headers: GZIP,
      body: { name: 'Packed', timezone: 'UTC', currency: 'EUR' },
    });
    expect(made.status).toBe(201);
    expect(made.headers['content-encoding']).toBeUndefined();
  });

  it('is everything to somebody who takes nothing packed', async () => {
    for (const path of ['/sign-in', '/api/openapi.json'])
      expect((await stranger(path)).headers['content-encoding'], path).toBeUndefined();
  });
});
