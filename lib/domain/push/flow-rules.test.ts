import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterAnswer,
  afterFailure,
  afterLimited,
  type Flow,
  freshFlow,
  readsOf,
  restsUntil,
  takeToken,
} from './flow-rules.ts';

const NOW = Temporal.Instant.from('2026-05-01T12:00:00Z');

describe('the limit of calls', () => {
  it('is kept in any minute, reading included, however the calls come', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 8, 60, 160),
        fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 400 }),
        (perMinute, pauses) => {
          let flow = freshFlow(perMinute, NOW);
          let now = NOW;
          const taken: number[] = [];
          for (const milliseconds of pauses) {
            now = now.add({ milliseconds });
            const asked = takeToken(flow, perMinute, now);
            flow = asked.flow;
            if (asked.waitUntil === null) taken.push(now.epochMilliseconds);
          }
          for (const first of taken) {
            const inMinute = taken.filter((each) => each >= first && each < first + 60_000).length;
            expect(inMinute + (perMinute >= 8 ? readsOf(perMinute) : 0)).toBeLessThanOrEqual(
              Math.max(2, perMinute),
            );
          }
        },
      ),
    );
  });

  it('says when there is a token, and then there is one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 8, 160),
        fc.double({ min: 1 / 16, max: 1, noNaN: true }),
        (perMinute, rate) => {
          const empty: Flow = { tokens: 0, at: NOW.toString(), rate };
          const { flow, waitUntil } = takeToken(empty, perMinute, NOW);
          expect(waitUntil).not.toBeNull();
          if (waitUntil)
            expect(takeToken(flow, perMinute, waitUntil.add({ milliseconds: 1 })).waitUntil).toBeNull();
        },
      ),
    );
  });

  it('is halved each time the channel says that it is too much, and comes back step by step', () => {
    let flow: Flow = freshFlow(160, NOW);
    for (let time = 0; time < 10; time++) flow = afterLimited(flow, NOW, 7);
    expect(flow.rate).toBe(1 / 16);
    expect(restsUntil(flow, NOW)?.toString()).toBe(NOW.add({ seconds: 7 }).toString());
    for (let time = 0; time < 30; time++) flow = afterAnswer(flow);
    expect(flow.rate).toBe(1);
    expect(restsUntil(flow, NOW)).toBeNull();
  });

  it('leaves a channel that does not answer alone for longer each time, five minutes at most', () => {
    let flow: Flow = freshFlow(160, NOW);
    const waits: number[] = [];
    for (let time = 0; time < 9; time++) {
      flow = afterFailure(flow, NOW, 1);
      waits.push((restsUntil(flow, NOW)?.since(NOW).total('seconds') ?? 0) as number);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(
      restsUntil(afterFailure(freshFlow(160, NOW), NOW, 1, 90), NOW)
        ?.since(NOW)
        .total('seconds'),
    ).toBe(90);
  });
});
