/** `npm run db:generate`: writes the migration from the last one to what db/schema says now. */
import { spawnSync } from 'node:child_process';

const args = ['node_modules/drizzle-kit/bin.cjs', 'generate', ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
