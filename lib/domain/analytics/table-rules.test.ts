import { describe, expect, it } from 'vitest';
import { leaf, ledgerOf, stay } from '#tests/support/ledger.ts';
import { channelMixOf } from './channel-mix-rules.ts';
import { leadTimeOf } from './lead-time-rules.ts';
import { occupancyOf } from './occupancy.ts';
import { revenueOf } from './revenue-rules.ts';
import { csvOf, inMajor } from './table-rules.ts';

const lines = (csv: string) => csv.replace('\uFEFF', '').trimEnd().split('\r\n');

describe('a report as a table', () => {
  it.each([
    [1250, 'EUR', '12.50'],
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [0, 'EUR', '0.00'],
    [1250, 'JPY', '1250'],
    [1250, 'KWD', '1.250'],
  ])('has %s minor units of %s as %s', (minor, currency, number) => {
    expect(inMajor(minor, currency)).toEqual({ number });
  });

  it('has money in major units with its currency beside it, a line for each', () => {
    const stays = [stay('a', 0, 1, { total: 1999 }), stay('a', 1, 2, { total: 5000, currency: 'JPY' })];
    const report = revenueOf(ledgerOf({ window: { from: 0, to: 2 }, stays }), null, {
      grain: 'month',
      money: 'payout',
    });
    expect(lines(csvOf(report))).toEqual(['from,to,currency,payout,priced_nights,per_night,year_before']);
    const total = revenueOf(ledgerOf({ window: { from: 0, to: 2 }, stays }), null, {
      grain: 'month',
      money: 'total',
    });
    expect(lines(csvOf(total))).toEqual([
      'from,to,currency,revenue,priced_nights,per_night,year_before',
      '1970-01-01,1970-01-03,EUR,19.99,1,19.99,',
      '1970-01-01,1970-01-03,JPY,5000,1,5000,',
    ]);
  });

  it('lets no name of a unit become a formula', () => {
    const ledger = ledgerOf({ leaves: [leaf('=cmd()', { property: '@house' })] });
    const csv = csvOf(occupancyOf({ now: ledger, before: null, grain: 'month' }, 'sellable'));
    expect(lines(csv).at(-1)).toBe("1970-01-01,1970-01-11,'@house,'=cmd(),10,0,0,10,0,0,0,");
  });

  it('counts the nights of a channel once where it brings several currencies', () => {
    const stays = [stay('a', 0, 1, { total: 100 }), stay('a', 1, 2, { total: 5, currency: 'JPY' })];
    expect(lines(csvOf(channelMixOf(ledgerOf({ stays }), null, 'total'))).slice(1)).toEqual([
      'direct,2,1,,2,0,0,1,2,2,EUR,1.00',
      'direct,,,,,,,,,,JPY,5',
    ]);
  });

  it('has every class of both distributions', () => {
    expect(lines(csvOf(leadTimeOf(ledgerOf(), null)))).toHaveLength(1 + 9 + 9);
  });
});
