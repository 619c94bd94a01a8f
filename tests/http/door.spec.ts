import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnApp, startOwnApp } from '#tests/e2e/own-app.ts';
import { newMessage, reservation } from '#tests/integration/intake/ota.ts';
import { sender } from './http.ts';

/*
 * The door for pushed bookings of the built app, by HTTP. Its list lets in one address that nobody here has, and behind a
 * proxy of ours whoever that proxy names.
 */

const PARTNER = '203.0.113.9';
const message = newMessage(
  reservation('B1', [{ id: '1', type: 'R1', hotel: 'H1', from: '2030-05-01', to: '2030-05-04' }]),
);
const xml = { 'content-type': 'application/xml' };
const DOORS = [
  '/api/integrations/booking/webhook',
  '/api/integrations/bookingcom/webhook',
  '/api/v1/integrations/booking_com/webhook',
];

describe('an app that faces the world itself', () => {
  let app: OwnApp;
  beforeAll(async () => {
    app = await startOwnApp({ env: { BOOKING_ALLOW: `${PARTNER},10.0.0.0/8`, TRUSTED_PROXIES: '' } });
  });
  afterAll(() => app.stop());

  it.each(DOORS)('lets no claim of another address pass at %s', async (path) => {
    const claims: Record<string, string>[] = [
      {},
      { 'x-forwarded-for': PARTNER },
      { 'x-forwarded-for': `127.0.0.1, ${PARTNER}` },
      { 'x-real-ip': PARTNER },
      { forwarded: `for=${PARTNER}` },
    ];
    for (const headers of claims) {
      const told = await sender(app.appUrl)(path, {
        method: 'POST',
        headers: { ...xml, ...headers },
        body: message,
      });
      expect([told.status, told.headers['content-type']]).toEqual([403, expect.stringContaining('xml')]);
      expect(told.text).toMatch(/<OTA_HotelResNotifRS [\s\S]*<Errors><Error /);
    }
  });

  it('answers another method as everywhere', async () => {
    expect((await sender(app.appUrl)(DOORS[0] ?? '')).status).toBe(405);
  });
});

describe('an app behind a proxy of ours', () => {
  let app: OwnApp;
  beforeAll(async () => {
    const env = { BOOKING_ALLOW: `${PARTNER}/32`, TRUSTED_PROXIES: '127.0.0.1,::1' };
    app = await startOwnApp({ env });
  });
  afterAll(() => app.stop());

  const post = (body: string | Uint8Array, from: string) =>
    sender(app.appUrl)(DOORS[0] ?? '', {
      method: 'POST',
      headers: { ...xml, 'x-forwarded-for': from },
      body,
    });

  it('takes the partner in, and not who stands before it in the chain', async () => {
    expect((await post(message, `${PARTNER}, 198.51.100.7`)).status).toBe(403);
    const told = await post(message, PARTNER);
    expect(told.status).toBe(200);
    expect(told.text).toMatch(/<Errors><Error [^>]*Code="392"/);
  });

  it('answers 400 in OTA’s words to what it cannot read, and 413 to 50 MB', async () => {
    const told = await post('<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', PARTNER);
    expect([told.status, told.text.includes('<Errors>')]).toEqual([400, true]);
    const large = await post(Buffer.alloc(50 * 1024 * 1024, 0x20), PARTNER).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    // The answer, or a connection that was ended while the rest was still being sent.
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(typeof large === 'object' ? large.status : large);
    expect((await post(message, PARTNER)).status).toBe(200);
  });
});
