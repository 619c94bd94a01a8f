import { describe, expect, it } from 'vitest';
import { all, first } from '../core/xml.ts';
import { book, idsIn, MODIFY, OTA, poll, type World, world } from './test-world.ts';

const REJECTION = `<OTA_HotelResNotifRS ${OTA}><Errors><Error Type="3" Code="402" ShortText="no such room"/></Errors></OTA_HotelResNotifRS>`;

async function pushed(at: World): Promise<readonly string[]> {
  await at.sandbox.settle();
  return at.pushed.map((one) => one.xml.name);
}

describe('a pushed reservation', () => {
  it("comes at once in the textbook's words, and its answer acknowledges it", async () => {
    const at = await world({ push: true });
    const id = await book(at);
    expect(await pushed(at)).toEqual(['OTA_HotelResNotifRQ']);
    const [one] = at.pushed;
    expect(one?.headers.get('content-type')).toContain('xml');
    expect(one?.xml.attributes.EchoToken).toBeTruthy();
    const path = ['HotelReservations', 'HotelReservation'];
    expect(one && all(one.xml, ...path, 'UniqueID')[0]?.attributes).toEqual({ Type: '14', ID: id });
    expect(idsIn(await poll(at))).toEqual([]);
    const [message] = (await at.control('GET', '/state')).messages;
    expect(message).toMatchObject({ ackedBy: 'push', push: { state: 'delivered' } });
    expect(message.push.attempts[0]).toMatchObject({
      status: 200,
      answer: expect.stringContaining('<Success/>'),
    });
  });

  it('that was changed or cancelled comes as the other message', async () => {
    const at = await world({ push: true });
    const id = await book(at);
    await pushed(at);
    await at.control('POST', '/modify', { id, checkOut: '2027-02-04' });
    await pushed(at);
    await at.control('POST', '/cancel', { id });
    expect(await pushed(at)).toEqual([
      'OTA_HotelResNotifRQ',
      'OTA_HotelResModifyNotifRQ',
      'OTA_HotelResModifyNotifRQ',
    ]);
    const words = at.pushed
      .slice(1)
      .map(({ xml }) => first(xml, 'HotelResModifies', 'HotelResModify')?.attributes.ResStatus);
    expect(words).toEqual(['Modify', 'Cancel']);
  });

  it("comes in Booking.com's own shape where that is set", async () => {
    const at = await world({ push: true });
    await at.control('PUT', '/settings', { pushDialect: 'booking' });
    await book(at);
    await pushed(at);
    expect(at.pushed[0]?.body).toContain('EffectiveDate');
    expect(at.pushed[0]?.body).not.toContain('UniqueID');
  });

  it('that is refused is mailed to the host', async () => {
    const at = await world({ push: true });
    at.answers.reply = () => new Response(REJECTION);
    const id = await book(at);
    await pushed(at);
    expect(idsIn(await poll(at))).toEqual([]);
    expect((await at.control('GET', '/state')).mails).toMatchObject([
      { reservationId: id, reason: 'rejected' },
    ]);
  });

  it.each([
    ['an error', () => new Response('no', { status: 503 })],
    ['a page', () => new Response('<html></html>')],
    ['neither Success nor Errors', () => new Response(`<OTA_HotelResNotifRS ${OTA}/>`)],
    ['something else', () => new Response('{"ok":true}')],
  ])('answered by %s comes again while it waits in its queue', async (_, reply) => {
    const at = await world({ push: true });
    at.answers.reply = reply;
    const id = await book(at);
    await pushed(at);
    expect(idsIn(await poll(at))).toEqual([id]);
    for (const seconds of [5, 30, 300]) {
      at.clock.advance({ seconds });
      await at.sandbox.tick();
    }
    expect(at.pushed).toHaveLength(4);
    expect((await at.control('GET', '/state')).messages[0].push.state).toBe('gave_up');
    expect(idsIn(await poll(at))).toEqual([id]);
  });

  it('is lost, doubled or late as told', async () => {
    const at = await world({ push: true });
    const plan = (kind: string) => at.control('POST', '/fault', { kind, count: 1, delayMs: 60_000 });
    await plan('push_lost');
    const id = await book(at);
    expect(await pushed(at)).toHaveLength(0);
    await plan('push_duplicate');
    await at.control('POST', '/modify', { id, checkOut: '2027-02-04' });
    expect(await pushed(at)).toHaveLength(2);
    expect(at.pushed[0]?.body).toBe(at.pushed[1]?.body);
    await plan('push_late');
    await at.control('POST', '/cancel', { id });
    expect(await pushed(at)).toHaveLength(2);
    at.clock.advance({ seconds: 60 });
    await at.sandbox.tick();
    expect(at.pushed).toHaveLength(3);
  });

  it('waits in its queue alone where nothing is pushed', async () => {
    const at = await world({ push: true });
    await at.control('PUT', '/settings', { push: false });
    const id = await book(at);
    expect(await pushed(at)).toEqual([]);
    expect(idsIn(await poll(at))).toEqual([id]);
    expect(idsIn(await poll(at, MODIFY))).toEqual([]);
  });
});
