import { plain } from '#lib/kernel/plain-text.ts';
import { all, attribute, every, textOf } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import type { PushOutcome } from '../push-contract.ts';
import { malformed } from './errors.ts';
import { type PushRecord, recordOf } from './push-messages.ts';

/*
 * What became of each record. Status 200 says that one at least was done; 400 that none was, or that the request is no good;
 * 403 that we may do none. Who is named by a RecordID in Errors, or in Warnings that say it was not processed, was refused;
 * the others were done only where the answer says Success, or is a 200 that names those that were not.
 * https://developers.booking.com/connectivity/docs/rates-availability-error-codes.md
 */

type Trouble = { readonly code: string; readonly message: string; readonly mayWork: boolean };

/** Works again another time: system unavailable, busy, of the channel's own making; duplicates, told apart the next time. */
const PASSING = ['187', '191', '448', 'INTERNAL_SERVER_ERROR', 'WARN_DUPLICATE_DATES'];
const PROCESSING = '12';
const UNCLEAR: Trouble = {
  code: 'unclear',
  message: "Booking.com's answer does not say what became of this.",
  mayWork: true,
};

export type ReadAnswer = { readonly outcomes: PushOutcome[]; readonly warnings: string[] };

/** @throws ChannelError malformed where the answer says neither yes nor no */
export function readPushAnswer(root: XmlElement, records: readonly PushRecord[], status: number): ReadAnswer {
  const isSuccess = status >= 200 && status < 300;
  const errors = every(root, 'Errors', 'Error');
  const saysYes = all(root, 'Success').length > 0;
  if (errors.length === 0 && !saysYes)
    throw malformed('says neither that it was done nor that it was not', status);
  const ids = new Set(records.map((record) => record.recordId));
  const troubles = new Map<string, Trouble>();
  const warnings: string[] = [];
  let ofAll: Trouble | null = null;
  for (const error of errors) {
    const id = recordOf(attribute(error, 'RecordID'));
    const trouble = troubleOf(error);
    if (id !== null && ids.has(id)) note(troubles, id, trouble);
    else ofAll = trouble;
  }
  for (const warning of every(root, 'Warnings', 'Warning')) {
    const id = recordOf(attribute(warning, 'RecordID'));
    if (id !== null && ids.has(id) && !wasDone(warning)) note(troubles, id, troubleOf(warning));
    else warnings.push(sentenceOf(warning));
  }
  // Where all were refused, or the request as a whole was, nobody who is not named was done.
  const silent = ofAll ?? (isSuccess ? null : UNCLEAR);
  const outcomes = records.map(({ recordId }) => outcomeOf(recordId, troubles.get(recordId) ?? silent));
  return { outcomes, warnings };
}

/** Of two troubles of one record the one that does not pass by itself counts. */
function note(troubles: Map<string, Trouble>, id: string, trouble: Trouble): void {
  if (troubles.get(id)?.mayWork !== false) troubles.set(id, trouble);
}

/** A Warning may be about something that was done. Without a Status it is taken as not done: the read-back knows better. */
function wasDone(warning: XmlElement): boolean {
  const status = attribute(warning, 'Status')?.toLowerCase() ?? 'notprocessed';
  return !['notprocessed', 'partial', 'incomplete', 'unprocessed'].includes(status);
}

function outcomeOf(recordId: string, trouble: Trouble | null): PushOutcome {
  if (trouble === null) return { recordId, outcome: 'accepted', code: null, message: null };
  const { code, message, mayWork } = trouble;
  return { recordId, outcome: mayWork ? 'failed' : 'refused', code, message };
}

/** By its word (ROOM_ID_INVALID) where the text begins with one, else by its number of list ERR. */
function troubleOf(element: XmlElement): Trouble {
  const message = sentenceOf(element);
  const number = attribute(element, 'Code');
  const word = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+/.exec(message)?.[0];
  const mayWork =
    PASSING.some((passing) => passing === word || passing === number) ||
    attribute(element, 'Type') === PROCESSING;
  return { code: (word ?? number ?? 'refused').slice(0, 64), message, mayWork };
}

function sentenceOf(element: XmlElement): string {
  const text =
    attribute(element, 'ShortText') ?? textOf(element) ?? `code ${attribute(element, 'Code') ?? '?'}`;
  return plain(text, 300) ?? 'no words';
}
