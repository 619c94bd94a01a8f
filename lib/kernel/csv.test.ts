import { describe, expect, it } from 'vitest';
import { type CsvCell, type CsvColumn, csvHeaders, csvStream, csvText } from './csv.ts';

const one: CsvColumn<CsvCell>[] = [{ name: 'cell', of: (cell) => cell }];
const cellOf = (cell: CsvCell) => csvText(one, [cell]).slice('\uFEFFcell\r\n'.length, -2);

describe('a table as CSV', () => {
  it('begins with the mark of UTF-8, then the names of its columns, each line ended by CRLF', () => {
    const columns: CsvColumn<{ a: string; b: number }>[] = [
      { name: 'Guest, first', of: (row) => row.a },
      { name: 'b', of: (row) => row.b },
    ];
    expect(csvText(columns, [{ a: 'Zoë', b: 2 }])).toBe('\uFEFF"Guest, first",b\r\nZoë,2\r\n');
    expect(csvText(columns, [])).toBe('\uFEFF"Guest, first",b\r\n');
  });

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['said "yes"', '"said ""yes"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
  ])('quotes only what needs it: %j', (cell, text) => {
    expect(cellOf(cell)).toBe(text);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '＝1', '-'])(
    'a text never becomes a formula: %j',
    (cell) => {
      expect(cellOf(cell)).toBe(`'${cell}`);
    },
  );

  it('a formula that also needs quotes gets both', () => {
    expect(cellOf('=HYPERLINK("http://x","y")')).toBe(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(cellOf('\r=1')).toBe('"\'\r=1"');
    expect(cellOf('a=1')).toBe('a=1');
  });

  it('numbers of ours stay numbers, below zero too, and nothing is an empty cell', () => {
    expect([-3, 0, 2.5, 10n, true, null, undefined, Number.NaN].map(cellOf)).toEqual([
      '-3',
      '0',
      '2.5',
      '10',
      'true',
      '',
      '',
      '',
    ]);
    expect(cellOf({ number: '-12.50' })).toBe('-12.50');
    expect(() => cellOf({ number: '=1' })).toThrow(RangeError);
  });

  it('a stream carries the same bytes, however many rows come and however they come', async () => {
    const rows = Array.from({ length: 1201 }, (_none, index) => (index % 2 ? `row ${index}` : index));
    async function* slowly() {
      yield* rows;
    }
    const whole = csvText(one, rows);
    // `text()` of an answer drops the mark, as a browser does.
    for (const source of [rows, slowly()]) {
      const bytes = new Uint8Array(await new Response(csvStream(one, source)).arrayBuffer());
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(whole);
    }
  });

  it('a reader that goes away ends the reading of rows', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        ended = true;
      }
    }
    const reader = csvStream(one, endless()).getReader();
    await reader.read();
    await reader.cancel();
    expect(ended).toBe(true);
  });

  it('names a file with letters every system takes, and lets nobody keep the answer', () => {
    expect(csvHeaders('журнал "2026"\r\n2026-01-02')).toMatchObject({
      'Content-Disposition': 'attachment; filename="-2026-2026-01-02.csv"',
      'Cache-Control': 'no-store',
    });
  });
});
