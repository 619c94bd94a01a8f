import { describe, expect, it } from 'vitest';
import { ASKED, BASIC, consent, exchange, jwt, trade, VERIFIER, world } from './test-world.ts';

describe('the machine account', () => {
  it('trades its secret for a JWT whose own claims are text', async () => {
    const at = await world();
    const { jwt: token, ruid } = await (await exchange(at)).json();
    const parts = token.split('.');
    expect(parts).toHaveLength(3);
    const claims = JSON.parse(Buffer.from(parts[1], 'base64url').toString());
    expect(claims).toMatchObject({
      iss: 'urn://connectivity-modern-auth/v1',
      test: 'true',
      machine_account_id: '70031',
      client_id: 'latchkey-demo',
    });
    expect(claims.exp - claims.iat).toBe(3600);
    expect(claims).toHaveProperty('jti');
    expect(ruid).toBeTruthy();
    expect((await exchange(at, 'wrong')).status).toBe(401);
    expect((await at.call('POST', '/booking/token-based-authentication/exchange', '<xml/>')).status).toBe(
      400,
    );
  });

  it('gets 30 tokens an hour, and the 31st when the first is an hour old', async () => {
    const at = await world();
    for (let count = 1; count < 30; count += 1) expect((await exchange(at)).status).toBe(200);
    expect((await exchange(at)).status).toBe(429);
    at.clock.advance({ minutes: 61 });
    expect((await exchange(at)).status).toBe(200);
  });

  it('is let in with a live token only', async () => {
    const at = await world();
    const status = async () => (await at.api('POST', 'hotels/xml/roomrates', '<request/>')).status;
    expect(await status()).toBe(200);
    at.clock.advance({ minutes: 60 });
    expect(await status()).toBe(401);
    at.token.value = await jwt(at);
    expect(await status()).toBe(200);
    await at.control('DELETE', '/tokens');
    expect(await status()).toBe(401);
    for (const authorization of [BASIC, 'Bearer nothing', '']) {
      const answer = await at.call('POST', '/booking/read', '<a/>', { authorization });
      expect(answer.status).toBe(401);
    }
  });

  it('sees its own hotels and no others', async () => {
    const at = await world();
    await at.control('POST', '/machine', { id: '9', name: 'Other', clientId: 'other', clientSecret: 's' });
    await at.control('POST', '/attach', { hotels: ['902'], clientId: 'other' });
    const { text } = await at.api('POST', 'hotels/xml/rooms', '<request/>');
    expect(text).toContain('hotel_id="777"');
    expect(text).toContain('hotel_id="781"');
    expect(text).not.toContain('hotel_id="902"');
    const other = await at.api('POST', 'hotels/xml/rooms', '<request><hotel_id>902</hotel_id></request>');
    expect(other.status).toBe(403);
  });
});

describe('a property', () => {
  it('is connected, pending, or neither', async () => {
    const at = await world();
    const status = async (id: string) => {
      const headers = { authorization: `Bearer ${at.token.value}` };
      const answer = await at.call(
        'GET',
        `/booking/connections-api/properties/${id}/status`,
        undefined,
        headers,
      );
      return [answer.status, (await answer.json()).data];
    };
    expect(await status('777')).toEqual([
      200,
      { property_id: '777', status: 'connected', connected_at: '2026-11-20T12:00:00Z' },
    ]);
    await at.control('POST', '/hotel', { id: '902', requestedAt: '2026-11-19T00:00:00Z' });
    expect(await status('902')).toEqual([
      200,
      { property_id: '902', status: 'pending', requested_at: '2026-11-19T00:00:00Z' },
    ]);
    expect(await status('903')).toEqual([404, null]);
  });
});

describe('the redirect for hosts', () => {
  it('shows both hosts and their properties, and goes nowhere for a stranger', async () => {
    const at = await world({ attach: false });
    const query = new URLSearchParams(ASKED);
    const page = await (await at.call('GET', `/booking/oauth/authorize?${query}`)).text();
    for (const words of ['Sea View', 'Machiya Hoshi', 'Quayside Guesthouse', 'Approve', 'Refuse']) {
      expect(page).toContain(words);
    }
    for (const wrong of [
      { client_id: 'nobody' },
      { redirect_uri: 'https://evil.example/api/integrations/booking/callback' },
      { redirect_uri: 'http://localhost:3000/elsewhere' },
    ]) {
      const asked = new URLSearchParams({ ...ASKED, ...wrong });
      const answer = await at.call('GET', `/booking/oauth/authorize?${asked}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('connects the approved hotels once, against the verifier', async () => {
    const at = await world({ attach: false });
    const back = await consent(at);
    expect(back.searchParams.get('state')).toBe('state-1');
    const code = back.searchParams.get('code') ?? '';
    const { status, body } = await trade(at, code);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      account_id: '8841207',
      account_name: 'Harbour Stays',
      hotel_ids: ['777', '781'],
    });
    expect(
      (await at.api('POST', 'hotels/xml/roomrates', '<request><hotel_id>781</hotel_id></request>')).status,
    ).toBe(200);
    expect((await trade(at, code)).body.error).toBe('invalid_grant');
  });

  it('connects only the hotels that were ticked, and lets go of them when revoked', async () => {
    const at = await world({ attach: false });
    const code = (await consent(at, { hotel: '781' })).searchParams.get('code') ?? '';
    const { body } = await trade(at, code);
    expect(body.hotel_ids).toEqual(['781']);
    const form = new URLSearchParams({ token: body.access_token });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: BASIC };
    expect((await at.call('POST', '/booking/oauth/revoke', form.toString(), headers)).status).toBe(200);
    const rooms = await at.api('POST', 'hotels/xml/rooms', '<request/>');
    expect(rooms.xml.children).toEqual([]);
  });

  it.each([
    ['another verifier', { code_verifier: `${VERIFIER}x` }, 0],
    ['another redirect', { redirect_uri: 'http://localhost:3001/api/integrations/booking/callback' }, 0],
    ['a code of eleven minutes', {}, 11],
  ])('refuses %s', async (_, fields, minutes) => {
    const at = await world({ attach: false });
    const code = (await consent(at)).searchParams.get('code') ?? '';
    at.clock.advance({ minutes });
    expect((await trade(at, code, fields)).status).toBe(400);
    const [hotel] = (await at.control('GET', '/state')).hotels;
    expect(hotel.machineId).toBeNull();
  });

  it('connects nothing where no hotel of the account was ticked', async () => {
    const at = await world({ attach: false });
    const form = new URLSearchParams({ ...ASKED, account: '8841207', decision: 'approve', choose: '1' });
    form.append('hotel', '902');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await at.call('POST', '/booking/oauth/authorize', form.toString(), headers);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('says that the host refused, and that PKCE is needed', async () => {
    const at = await world({ attach: false });
    const back = await consent(at, { decision: 'refuse' });
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('error_description')).toBeTruthy();
    const bare = await consent(at, { code_challenge: '' });
    expect(bare.searchParams.get('error')).toBe('invalid_request');
  });
});
