/**
 * `npm run bench [-- NAME]`: runs each file of bench/ that exports run(), or those whose name contains NAME; prints a
 * table and writes bench/results/latest.json.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';

const FOLDER = 'bench';
const RESULTS = `${FOLDER}/results/latest.json`;

const RowSchema = z.object({
  name: z.string(),
  unit: z.string(),
  value: z.number(),
  peer: z.number().optional(),
  ratio: z.number().optional(),
  n: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});

/** A bench says what it measures by exporting run(); other files of the folder are its parts. */
async function runFile(file: string): Promise<z.infer<typeof RowSchema>[]> {
  if (!/export (async )?function run\b|export const run\b/.test(readFileSync(`${FOLDER}/${file}`, 'utf8')))
    return [];
  const bench: { run: () => Promise<unknown> } = await import(`#bench/${file}`);
  console.log(`${file} …`);
  return z.array(RowSchema).parse(await bench.run());
}

const wanted = process.argv[2] ?? '';
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && file.includes(wanted));
const rows: z.infer<typeof RowSchema>[] = [];
for (const file of files.filter((name) => !name.endsWith('.test.ts')).sort())
  rows.push(...(await runFile(file)));
if (rows.length === 0) {
  console.error(wanted ? `No bench is called ${wanted}.` : 'There is no bench yet.');
  process.exit(1);
}
console.table(rows);
console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);
mkdirSync(`${FOLDER}/results`, { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify(rows, null, 2)}\n`);
console.log(`written to ${RESULTS}`);
process.exit(0);
