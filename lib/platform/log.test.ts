import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';

const HEX = '0123456789abcdef0123456789abcdef';
let written = '';
const log = createLogger('info', {
  write: (text: string) => {
    written += text;
  },
});

beforeEach(() => {
  written = '';
});

const lines = (): Record<string, unknown>[] =>
  written
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the log', () => {
  it('writes one JSON object a line with time, level, fields and message', () => {
    log.info({ requestId: 'req_1', nights: 3, at: Temporal.Instant.from('2026-11-20T12:00:00Z') }, 'synced');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        requestId: 'req_1',
        nights: 3,
        at: '2026-11-20T12:00:00Z',
        msg: 'synced',
      },
    ]);
  });

  it('keeps quiet below its level', () => {
    log.debug('not told');
    expect(written).toBe('');
  });

  it.each([
    'token',
    'access_token',
    'refreshToken',
    'clientSecret',
    'client-secret',
    'password',
    'Authorization',
    'set-cookie',
    'apiKey',
    'x-api-key',
    'icalUrl',
    'ical_url',
    'credentials',
    'guestName',
    'phone',
    'email',
  ])('drops what stands under %s, at any depth', (name) => {
    log.info({ [name]: 'open sesame', deep: [{ er: { [name]: { inner: 'open sesame' } } }] }, 'x');
    log.child({ [name]: 'open sesame' }).info('x');
    expect(written).not.toContain('open sesame');
    expect(lines()[0]).toMatchObject({ [name]: '[redacted]' });
  });

  it.each([
    ['a field', () => log.info({ url: `https://a.example/${HEX}.ics?t=${HEX}` }, 'x')],
    ['a message', () => log.info(`fetching https://a.example/x?token=${HEX} now`)],
    ['a message with values', () => log.info('fetching %s', `webcal://a.example/x?token=${HEX}`)],
    ['an error', () => log.error(new Error(`no answer from https://a.example/x?s=${HEX}`))],
    ['an error as a field', () => log.error({ err: new Error(`https://a.example/x?s=${HEX}`) }, 'x')],
    [
      'the cause of an error',
      () => log.error({ err: new Error('x', { cause: new Error(`https://a.example/x?s=${HEX}`) }) }, 'x'),
    ],
    ['a binding', () => log.child({ url: `https://a.example/x?s=${HEX}` }).info('x')],
    ['a URL object', () => log.info({ url: new URL(`https://a.example/x?s=${HEX}`) }, 'x')],
    ['a header in text', () => log.info(`sent Authorization: Bearer ${HEX}`)],
    [
      'an error that carries a token',
      () => log.error({ err: Object.assign(new Error('x'), { accessToken: HEX }) }, 'x'),
    ],
  ])('hides the secret in %s', (_name, write) => {
    write();
    expect(written).not.toContain(HEX.slice(0, 12));
    expect(written).toContain('redacted');
    expect(lines()).toHaveLength(1);
  });

  it('keeps a failed query and drops the values it was given', () => {
    const err = Object.assign(new Error('Failed query: insert into x values ($1)\nparams: Anna\nSmith'), {
      params: ['Anna'],
    });
    log.error({ err });
    expect(written).not.toMatch(/Anna|Smith/);
    expect(written).toContain('insert into x');
    expect(written).toContain('log.test');
  });

  it('tells what an error is, where it arose and why', () => {
    log.error(
      { err: Object.assign(new TypeError('broken', { cause: new Error('deeper') }), { status: 503 }) },
      'failed',
    );
    expect(lines()[0]).toMatchObject({
      msg: 'failed',
      err: {
        type: 'TypeError',
        message: 'broken',
        status: 503,
        stack: expect.stringContaining('log.test'),
        cause: { message: 'deeper' },
      },
    });
  });

  it('cannot be made to write a line of another making', () => {
    const forged = '{"level":"info","msg":"paid"}';
    log.info({ name: `a\n${forged}`, [`b\r\n${forged}`]: 1 }, `c\r\n${forged}\u0085\u2028\u009b2J\u202e`);
    expect(lines()).toHaveLength(1);
    expect(written).not.toMatch(/[\u007f-\u009f\u2028\u2029\u202e]/);
    expect(lines()[0]).toMatchObject({ msg: `c\r\n${forged}\u0085\u2028\u009b2J\u202e` });
  });

  it('survives circles, depth, bytes and big integers', () => {
    const circle: Record<string, unknown> = { bytes: new Uint8Array(10_000), big: 10n };
    circle.self = circle;
    let deep: unknown = 'bottom';
    for (let i = 0; i < 1000; i++) deep = { deep };
    log.info({ circle, deep }, 'x');
    expect(lines()[0]).toMatchObject({ circle: { bytes: '[10000 bytes]', big: '10', self: '[circular]' } });
    expect(written.length).toBeLessThan(1000);
  });
});
