/*
 * postgres 3.4.9 ends the whole process when a connection dies while a small write waits for its turn: `nextWrite` writes
 * to a socket that is already null, from a timer, where nobody can catch it (porsager/postgres issues 1066, 1154, 1208;
 * mended in open pull requests, not yet released). Until it is, this puts the missing guard in after each installation:
 * the query is rejected with CONNECTION_CLOSED, as every other query on a dead connection is.
 * It refuses any version that it was not written for.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOR = '3.4.9';
const BEFORE = `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`;
const AFTER = `  function nextWrite(fn) {
    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`;

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', 'postgres');
if (existsSync(folder)) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (version !== FOR)
    throw new Error(`postgres ${version}: look whether nextWrite is mended, then drop or renew this patch`);
  for (const build of ['src', 'cjs/src']) {
    const file = join(folder, build, 'connection.js');
    const text = readFileSync(file, 'utf8');
    if (text.includes(AFTER)) continue;
    if (!text.includes(BEFORE)) throw new Error(`${file} is not the one this patch was written for`);
    writeFileSync(file, text.replace(BEFORE, AFTER));
  }
}
