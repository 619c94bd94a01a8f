/**
 * Tables as CSV: RFC 4180 (comma, CRLF, doubled quotes) with a byte order mark, so that a spreadsheet reads it as
 * UTF-8. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are ours and stay numbers.
 */

/** `{ number }` is an exact number written as text, money in major units: `{ number: '-12.50' }`. */
export type CsvCell = string | number | bigint | boolean | { readonly number: string } | null | undefined;

/** Columns stand in the order given and always all of them; `name` is the first line's word for it. */
export type CsvColumn<Row> = { readonly name: string; readonly of: (row: Row) => CsvCell };

export const CSV_TYPE = 'text/csv; charset=utf-8';

const MARK = '\uFEFF';
const END = '\r\n';
/** What begins a formula or hides one: also the wide forms, which some spreadsheets read as the plain ones. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTED = /[",\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Rows to one piece of a stream: a piece per row would cost more than the row. */
const PIECE = 500;

/** The whole table as one text, with the byte order mark. */
export function csvText<Row>(columns: readonly CsvColumn<Row>[], rows: Iterable<Row>): string {
  const lines = [headOf(columns)];
  for (const row of rows) lines.push(lineOf(columns, row));
  return MARK + lines.join('');
}

/** The same bytes as they become known; a reader that goes away ends the reading of the rows too. */
export function csvStream<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): ReadableStream<Uint8Array> {
  const pieces = bytesOf(columns, rows);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* bytesOf<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let [text, count] = [MARK + headOf(columns), 0];
  for await (const row of rows) {
    text += lineOf(columns, row);
    count += 1;
    if (count % PIECE > 0) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text) yield encoder.encode(text);
}

/**
 * The headers of a CSV answer; `name` without its ending, of letters that every system takes.
 * Never kept by a cache: it is somebody's data.
 */
export function csvHeaders(name: string): Record<string, string> {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-');
  return {
    'Content-Type': CSV_TYPE,
    'Content-Disposition': `attachment; filename="${safe}.csv"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
}

function headOf<Row>(columns: readonly CsvColumn<Row>[]): string {
  return columns.map((column) => quoted(column.name)).join(',') + END;
}

function lineOf<Row>(columns: readonly CsvColumn<Row>[], row: Row): string {
  return columns.map((column) => cellOf(column.of(row))).join(',') + END;
}

function cellOf(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return quoted(FORMULA.test(cell) ? `'${cell}` : cell);
  if (typeof cell === 'object') return exact(cell.number);
  if (typeof cell === 'number' && !Number.isFinite(cell)) return '';
  return String(cell);
}

/** Anything but a plain number would be text that came around the apostrophe. */
function exact(number: string): string {
  if (!NUMBER.test(number)) throw new RangeError('A number cell of a CSV holds something else.');
  return number;
}

function quoted(text: string): string {
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
