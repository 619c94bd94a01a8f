import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { PushCall, PushOutcome } from '#lib/providers/push-contract.ts';
import { TAKEN } from './types.ts';

/** What became of one record. `untouched`: the channel has surely not looked at it. */
export type Verdict = {
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'unclear' | 'untouched';
  readonly code: string | null;
  readonly message: string | null;
};

/** A record as it was told. `isLeftOut`: it stands in no call, and was told by leaving it out. */
export type ToldRecord = PushCall['records'][number] & { readonly isLeftOut?: boolean };

export type Told = {
  readonly records: readonly ToldRecord[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
};

const NOT_DONE: Verdict = {
  outcome: 'refused',
  code: TAKEN,
  message: 'A booking of the channel’s own takes these nights.',
};

/**
 * The records with what the channel said of each, cut where it did a part only: what was not done is a record of its own,
 * and refused.
 */
export function cutNotDone(records: readonly ToldRecord[], outcomes: readonly PushOutcome[]): Told {
  const verdicts = new Map(outcomes.map((one): [string, Verdict] => [one.recordId, one]));
  const cut: ToldRecord[] = [];
  for (const record of records) {
    const said = outcomes.find((one) => one.recordId === record.recordId);
    const notDone = said?.outcome === 'accepted' ? (said.notDone ?? []) : [];
    const isDone = (night: Night) => !notDone.some((one) => one.checkIn <= night && night < one.checkOut);
    if (notDone.length === 0) {
      cut.push(record);
      continue;
    }
    for (const piece of piecesOf(record, isDone)) {
      cut.push(piece.record);
      const verdict = verdicts.get(record.recordId);
      if (piece.isDone && verdict) verdicts.set(piece.record.recordId, verdict);
      if (!piece.isDone) verdicts.set(piece.record.recordId, NOT_DONE);
    }
  }
  return { records: cut, verdicts };
}

function piecesOf(record: ToldRecord, isDone: (night: Night) => boolean) {
  const pieces: { record: ToldRecord; isDone: boolean }[] = [];
  for (const night of nightsOf(record)) {
    const last = pieces.at(-1);
    if (last && last.isDone === isDone(night)) continue;
    if (last) last.record = { ...last.record, checkOut: night };
    const recordId = pieces.length === 0 ? record.recordId : `${record.recordId}.${pieces.length}`;
    pieces.push({ record: { ...record, recordId, checkIn: night }, isDone: isDone(night) });
  }
  return pieces;
}

/** Whether the channel has met a booking of its own. */
export function isTaken({ outcome, code }: Verdict): boolean {
  return code === TAKEN && (outcome === 'refused' || outcome === 'failed');
}
