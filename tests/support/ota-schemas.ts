import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * OpenTravel's own schemas, release 2010A (https://opentravel.org; their licence keeps them out of this repository). OTA_SCHEMAS
 * names the folder with OTA_HotelAvailNotifRQ.xsd and its like.
 */

const FOLDER = process.env.OTA_SCHEMAS ?? '';
const PROBE = 'OTA_HotelAvailNotifRQ.xsd';

/** Why messages cannot be validated here; null: they can. */
export const noSchemas: string | null =
  FOLDER === ''
    ? 'OTA_SCHEMAS names no folder with the OpenTravel 2010A schemas'
    : !existsSync(join(FOLDER, PROBE))
      ? `there is no ${PROBE} in OTA_SCHEMAS`
      : spawnSync('xmllint', ['--version'], { stdio: 'ignore' }).status === 0
        ? null
        : 'xmllint is not installed (package libxml2-utils)';

/** What xmllint finds wrong with a message, by the schema of its root; '' where it is valid. */
export function schemaErrors(root: string, xml: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-ota-'));
  try {
    const file = join(folder, 'message.xml');
    writeFileSync(file, xml);
    const schema = join(FOLDER, `${root}.xsd`);
    const run = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, file], { encoding: 'utf8' });
    return run.status === 0 ? '' : run.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
