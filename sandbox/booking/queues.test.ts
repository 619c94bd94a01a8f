import { describe, expect, it } from 'vitest';
import { all, first } from '../core/xml.ts';
import { ack, book, idsIn, MODIFY, NEW, OTA, poll, type World, world } from './test-world.ts';

const change = (at: World, id: string) => at.control('POST', '/modify', { id, checkOut: '2027-02-04' });
const settings = (at: World, change: object) => at.control('PUT', '/settings', change);

describe('a booking', () => {
  it('comes again until it is acknowledged, and never from before the connection', async () => {
    const at = await world();
    expect(idsIn(await poll(at))).toEqual([]);
    const id = await book(at);
    expect(idsIn(await poll(at))).toEqual([id]);
    expect(idsIn(await poll(at))).toEqual([id]);
    expect((await at.api('POST', NEW, ack(id))).status).toBe(200);
    expect(idsIn(await poll(at))).toEqual([]);
    expect((await at.api('POST', NEW, ack(id))).status).toBe(200);
  });

  it('of a hotel that is not connected comes to nobody', async () => {
    const at = await world();
    await at.control('POST', '/book', { listing: '902', checkIn: '2027-02-01', checkOut: '2027-02-02' });
    expect(idsIn(await poll(at))).toEqual([]);
  });

  it('changed before it was acknowledged comes as new with what it is now', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    await change(at, id);
    const again = await poll(at);
    expect(idsIn(again)).toEqual([id]);
    expect(
      all(
        again.xml,
        'HotelReservations',
        'HotelReservation',
        'RoomStays',
        'RoomStay',
        'RoomRates',
        'RoomRate',
      ),
    ).toHaveLength(3);
    expect(idsIn(await poll(at, MODIFY))).toEqual([]);
  });

  it('changed after that comes on the other endpoint', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    await at.api('POST', NEW, ack(id));
    await change(at, id);
    expect(idsIn(await poll(at))).toEqual([]);
    const modified = await poll(at, MODIFY);
    expect(modified.xml.name).toBe('OTA_HotelResModifyNotifRQ');
    expect(idsIn(modified)).toEqual([id]);
    expect((await at.api('POST', NEW, ack(id))).status).toBe(400);
    expect((await at.api('POST', MODIFY, ack(id, 'modify'))).status).toBe(200);
    expect(idsIn(await poll(at, MODIFY))).toEqual([]);
  });

  it('of before the connection is told when it changes', async () => {
    const at = await world({ attach: false });
    const id = await book(at);
    await at.control('POST', '/attach', { account: 'Harbour Stays' });
    await at.control('POST', '/cancel', { id });
    expect(idsIn(await poll(at))).toEqual([]);
    expect(idsIn(await poll(at, MODIFY))).toEqual([id]);
  });
});

describe('an acknowledgement', () => {
  it('of content that was replaced since it was fetched is 400', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    await change(at, id);
    expect((await at.api('POST', NEW, ack(id))).status).toBe(400);
    await poll(at);
    expect((await at.api('POST', NEW, ack(id))).status).toBe(200);
  });

  it('is refused for another root, a strange id, a property that is not attached, and what is no XML', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    const wrong: [string, number][] = [
      [ack(id, 'modify'), 400],
      [ack('1'), 400],
      ['{"ack":1}', 400],
      [ack(id).replace('</OTA_HotelResNotifRS>', ''), 400],
      [ack(id).replace('OTA/2003/05', 'OTA/2004'), 400],
      [ack(id).replace(/TimeStamp="[^"]*"/, ''), 400],
      [ack(id).replace('<Success/>', ''), 400],
      [`<!DOCTYPE a [<!ENTITY b "c">]>${ack(id)}`, 400],
    ];
    for (const [body, status] of wrong) expect((await at.api('POST', NEW, body)).status, body).toBe(status);
    await at.control('POST', '/revoke', { account: 'Harbour Stays' });
    expect((await at.api('POST', NEW, ack(id))).status).toBe(403);
  });

  it('needs the response token where that is switched on, and the newest', async () => {
    const at = await world();
    await settings(at, { responseTokens: true });
    const id = await book(at);
    const tokenIn = async () => {
      const path = [
        'HotelReservations',
        'HotelReservation',
        'ResGlobalInfo',
        'HotelReservationIDs',
        'HotelReservationID',
      ];
      return all((await poll(at)).xml, ...path)[1]?.attributes;
    };
    const before = await tokenIn();
    expect(before?.ResID_Type).toBe('18');
    await change(at, id);
    const now = await tokenIn();
    expect((await at.api('POST', NEW, ack(id))).status).toBe(409);
    expect((await at.api('POST', NEW, ack(id, 'new', before?.ResID_Value))).status).toBe(409);
    expect((await at.api('POST', NEW, ack(id, 'new', now?.ResID_Value))).status).toBe(200);
  });

  it('that refuses ends the message with a mail to the host', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    const body = `<OTA_HotelResNotifRS ${OTA}><Errors><Error Type="3" Code="450" ShortText="no" RecordID="${id}"/></Errors></OTA_HotelResNotifRS>`;
    expect((await at.api('POST', NEW, body)).status).toBe(200);
    expect(idsIn(await poll(at))).toEqual([]);
    const { mails } = await at.control('GET', '/state');
    expect(mails).toMatchObject([{ reservationId: id, reason: 'rejected' }]);
  });

  it('that is said to be taken and is not brings the message again', async () => {
    const at = await world();
    const id = await book(at);
    await poll(at);
    await at.control('POST', '/fault', { kind: 'silent_non_application', count: 1 });
    expect((await at.api('POST', NEW, ack(id))).status).toBe(200);
    expect(idsIn(await poll(at))).toEqual([id]);
  });
});

describe('time', () => {
  it('between two questions is 20 seconds for each endpoint, and 5 after an acknowledgement', async () => {
    const at = await world();
    const id = await book(at);
    const status = async (path = NEW) => (await at.api('GET', path)).status;
    expect([await status(), await status(MODIFY), await status()]).toEqual([200, 200, 429]);
    at.clock.advance({ seconds: 19 });
    expect(await status()).toBe(429);
    await at.api('POST', NEW, ack(id));
    at.clock.advance({ seconds: 4 });
    expect([await status(), await status(MODIFY)]).toEqual([429, 200]);
    at.clock.advance({ seconds: 1 });
    expect([await status(), await status()]).toEqual([200, 429]);
    await settings(at, { intervals: false });
    expect([await status(), await status()]).toEqual([200, 200]);
    await settings(at, { intervals: true, pollSeconds: 0, ackPauseSeconds: 0 });
    expect([await status(), await status()]).toEqual([200, 200]);
  });

  it('of 30 minutes ends a message: the host gets a mail, and a change comes on the other endpoint', async () => {
    const at = await world();
    const id = await book(at);
    at.clock.advance({ minutes: 29 });
    expect((await at.control('GET', '/state')).unacknowledged).toMatchObject([
      { reservationId: id, ageSeconds: 1740, queue: 'new' },
    ]);
    at.clock.advance({ minutes: 1 });
    await at.sandbox.tick();
    expect(idsIn(await poll(at))).toEqual([]);
    const { mails, unacknowledged } = await at.control('GET', '/state');
    expect(mails).toMatchObject([{ reservationId: id, reason: 'late', hotelId: '777' }]);
    expect(unacknowledged).toEqual([]);
    await change(at, id);
    expect(idsIn(await poll(at, MODIFY))).toEqual([id]);
  });
});

describe('a question', () => {
  it('is narrowed by hotel, id and time, and brings acknowledged ones back for those', async () => {
    const at = await world();
    const sea = await book(at);
    at.clock.advance({ minutes: 1 });
    const tokyo = await book(at, { listing: '781', roomType: '78101' });
    await settings(at, { intervals: false });
    const ask = async (query: string) => idsIn(await at.api('GET', `${NEW}?${query}`));
    expect(await ask('')).toEqual([sea, tokyo]);
    expect(await ask('hotel_ids=781')).toEqual([tokyo]);
    await at.api('POST', NEW, ack(sea));
    expect(await ask('hotel_ids=777,781')).toEqual([tokyo]);
    expect(await ask(`id=${sea}`)).toEqual([sea]);
    expect(await ask('last_change=2026-11-20%2012:00:00')).toEqual([sea, tokyo]);
    expect(await ask('last_change=2026-11-20%2012:00:30')).toEqual([tokyo]);
    const status = async (query: string) => (await at.api('GET', `${NEW}?${query}`)).status;
    expect(await status('hotel_ids=902')).toBe(403);
    expect(await status('id=1')).toBe(404);
    expect(await status('last_change=yesterday')).toBe(400);
  });

  it('brings no more than the limit, the oldest first', async () => {
    const at = await world();
    const ids = [];
    for (let day = 10; day < 22; day += 1) {
      ids.push(await book(at, { checkIn: `2027-03-${day}`, checkOut: `2027-03-${day + 1}` }));
    }
    at.clock.advance({ seconds: 20 });
    expect(idsIn(await at.api('GET', `${NEW}?limit=10`))).toEqual(ids.slice(0, 10));
  });

  it('is answered well-formed and empty where a fault says so', async () => {
    const at = await world();
    await book(at);
    await at.control('POST', '/fault', { kind: 'empty', count: 1, path: 'OTA_HotelResNotif' });
    const { xml } = await poll(at);
    expect([xml.name, first(xml, 'HotelReservations')]).toEqual(['OTA_HotelResNotifRQ', null]);
  });
});
