import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { DATA, writeKept } from './settings.ts';

const FILE = `${DATA}/demo.json`;

const SeededSchema = z.object({
  apiKey: z.string(),
  users: z.array(
    z.object({ email: z.string(), password: z.string(), role: z.string(), organization: z.string() }),
  ),
});

/** What the seed made: shown to people, read by programs. */
export type Seeded = z.infer<typeof SeededSchema>;
export type SeedWorld = {
  readonly appUrl: string;
  readonly sandboxUrl: string;
  readonly databaseUrl: string;
};
/** scripts/seed-demo.ts: makes the demo's organizations, or finds that `existing` are still there. */
export type SeedDemo = (world: SeedWorld & { readonly existing: Seeded | null }) => Promise<Seeded>;

const SEED_SCRIPT = 'scripts/seed-demo.ts';

/** Runs the demo's seed where there is one; nothing where there is none yet. */
export async function runSeed(world: SeedWorld, existing: Seeded | null): Promise<Seeded> {
  if (!existsSync(SEED_SCRIPT)) return existing ?? { apiKey: '', users: [] };
  const name = '#scripts/seed-demo.ts';
  const { seedDemo }: { seedDemo: SeedDemo } = await import(name);
  return SeededSchema.parse(await seedDemo({ ...world, existing }));
}

/** Seeds the demo and writes `.data/demo.json`. Repeatable: dying before the file is written costs one more try. */
export async function seedKept(world: SeedWorld): Promise<Seeded> {
  const seeded = await runSeed(world, keptSeed());
  writeKept(FILE, { ...world, ...seeded });
  return seeded;
}

function keptSeed(): Seeded | null {
  if (!existsSync(FILE)) return null;
  const read = SeededSchema.safeParse(JSON.parse(readFileSync(FILE, 'utf8')));
  return read.success ? read.data : null;
}
