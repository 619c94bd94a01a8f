import { describe, expect, it } from 'vitest';
import { bytes, calendar, event } from '#tests/fixtures/ical/build.ts';
import { contentHash } from './hash.ts';
import { displayText, parseDuration, parseMoment, readParam } from './values.ts';
import { collectWarnings } from './warnings.ts';
import { createZones, moveWall } from './zones.ts';

describe('time zones', () => {
  const unknown: string[] = [];
  const zones = createZones('Europe/Paris', new Map(), (zoneId) => unknown.push(zoneId));

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Russian Standard Time', 'Europe/Moscow'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', 'Europe/Berlin'],
    ['/mozilla.org/20050126_1/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['Customized Time Zone', 'Europe/Paris'],
    ['constructor', 'Europe/Paris'],
  ])('%s is %s', (zoneId, zone) => {
    expect(zones.resolve(zoneId)).toBe(zone);
    expect(zones.resolve(zoneId)).toBe(zone);
  });

  it('that are unknown are told once each', () => {
    expect(unknown).toEqual(['Customized Time Zone', 'constructor']);
  });

  it('beyond two hundred in one feed are not looked up any more, and the first ones still hold', () => {
    const many = createZones('Europe/Paris', new Map(), () => undefined);
    expect(many.resolve('Asia/Tokyo')).toBe('Asia/Tokyo');
    for (let at = 0; at < 300; at++) many.resolve(`Nowhere/${at}`);
    expect(many.resolve('Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(many.resolve('Asia/Seoul')).toBe('Europe/Paris');
  });

  it.each([
    ['in a gap is read with the offset before it', '2026-03-29T02:30:00', '2026-03-29T01:30:00'],
    ['that happens twice is its first occurrence', '2026-10-25T02:30:00', '2026-10-25T00:30:00'],
  ])('a time %s', (_, wall, utc) => {
    expect(moveWall(wall, 'Europe/Berlin', 'UTC')).toBe(utc);
  });

  it('a day that Samoa never had is the day after it', () => {
    expect(moveWall('2011-12-30T12:00:00', 'Pacific/Apia', 'Pacific/Apia')).toBe('2011-12-31T12:00:00');
  });
});

describe('values', () => {
  it.each([
    ['20260801', { kind: 'date', date: '2026-08-01' }],
    ['20260801T240000', { kind: 'time', wall: '2026-08-02T00:00:00', utc: false, zoneId: null }],
    ['20260801T1530Z', { kind: 'time', wall: '2026-08-01T15:30:00', utc: true, zoneId: null }],
    ['2026-08-01T15:30:00.000Z', { kind: 'time', wall: '2026-08-01T15:30:00', utc: true, zoneId: null }],
    ['20260801T256000', null],
    ['20260801T150000+0200', null],
    ['99991231T240000', null],
    ['1 August', null],
  ])('%s', (text, moment) => {
    expect(parseMoment(text, '')).toEqual(moment);
  });

  it.each([
    ['P1W', { days: 7, seconds: 0 }],
    ['-P1DT2H3M4S', { days: -1, seconds: -7384 }],
    ['PT36H', { days: 0, seconds: 129_600 }],
    ['P', null],
    ['PT', null],
    ['P1H', null],
    ['P40000D', null],
  ])('duration %s', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it('parameters: semicolons inside quotes divide nothing', () => {
    expect(readParam(';X="a;TZID=no";tzid="Europe/Berlin"', 'TZID')).toBe('Europe/Berlin');
    expect(readParam(';VALUE=DATE', 'TZID')).toBeNull();
  });

  it('text for people is cut between characters', () => {
    expect(displayText(`${'a'.repeat(9)}😀`, 10)).toBe('a'.repeat(9));
  });

  it('warnings of one kind are kept to twenty, and the rest is counted', () => {
    const warnings = collectWarnings();
    for (let line = 1; line <= 50; line++) warnings.add('junk_line', `Line ${line}`);
    const list = warnings.list();
    expect(list).toHaveLength(21);
    expect(list.at(-1)?.detail).toBe('30 more like this.');
  });
});

describe('the content hash', () => {
  const base = calendar([...event(), ...event({ uid: 'b@test' })]);
  const hash = contentHash(bytes(base));

  it.each<[string, Uint8Array]>([
    ['another DTSTAMP', bytes(base.replaceAll('20260701T080000Z', '20260702T091500Z'))],
    ['events in another order', bytes(calendar([...event({ uid: 'b@test' }), ...event()]))],
    ['properties in another order', bytes(base.replace(/(UID:a@test)\r\n(DTSTART[^\r]*)/, '$2\r\n$1'))],
    ['bare line feeds', bytes(base.replaceAll('\r\n', '\n'))],
    ['other folding', bytes(base.replace('SUMMARY:Busy', 'SUMM\r\n ARY:Bu\r\n\tsy'))],
    ['a byte order mark', bytes(`\uFEFF${base}`)],
  ])('does not see %s', (_, body) => {
    expect(body).not.toEqual(bytes(base));
    expect(contentHash(body)).toBe(hash);
  });

  it.each<[string, string]>([
    ['another date', base.replace('20260805', '20260806')],
    ['another summary', base.replace('Busy', 'busy')],
    ['one event less', calendar(event())],
    ['an event twice', calendar([...event(), ...event(), ...event({ uid: 'b@test' })])],
    [
      'a property that moved to the other event',
      calendar([...event({ more: ['X-A:1'] }), ...event({ uid: 'b@test' })]),
    ],
    ['half a file', base.slice(0, -40)],
    ['a web page', '<html></html>'],
    ['nothing', ''],
  ])('sees %s', (_, text) => {
    expect(contentHash(bytes(text))).not.toBe(hash);
    expect(contentHash(bytes(text))).toMatch(/^[0-9a-f]{64}$/);
  });
});
