import { type Night, nightsOf } from '#lib/kernel/nights.ts';
import type { PushCall, PushListing } from '#lib/providers/push-contract.ts';

/** What a night of a listing may be told, by what we know now. */
export type TruthNight = {
  /** The most that may be told as left to sell. */
  readonly left: number;
  /** Whether somebody has set a price for it. */
  readonly isPriced: boolean;
};
/** By `listingKey`, then by night. What is not in it is not known, and is not opened. */
export type Truth = ReadonlyMap<string, ReadonlyMap<Night, TruthNight>>;

export type Permitted = {
  /** The call with what may be told; null where nothing may. */
  readonly call: PushCall | null;
  readonly withheld: PushCall['records'];
};

/**
 * The one gate to every channel (promise 5): nothing is told that sells more of a night than is free, nor a price that
 * nobody set. Whatever goes wrong before it (a race, a retry, a defect in the comparison, an adapter that stretches a
 * range) ends here. A record that closes always passes.
 */
export function permit(call: PushCall, truth: Truth): Permitted {
  const isAllowed = (record: PushCall['records'][number]) => {
    const { units, priceMinor } = record.set;
    if ((units ?? 0) <= 0 && priceMinor === undefined) return units === undefined || units === 0;
    if (units !== undefined && !(Number.isInteger(units) && units >= 0)) return false;
    const nights = truth.get(listingKey(record.listing));
    if (!nights || !(record.checkIn < record.checkOut)) return false;
    for (const night of nightsOf(record)) {
      const may = nights.get(night);
      if (!may) return false;
      if ((units ?? 0) > may.left) return false;
      if (priceMinor !== undefined && !may.isPriced) return false;
    }
    return true;
  };
  const records = call.records.filter(isAllowed);
  const withheld = call.records.filter((record) => !records.includes(record));
  return { call: records.length === 0 ? null : { ...call, records }, withheld };
}

/** What names a listing in one account. */
export function listingKey(listing: Pick<PushListing, 'groupId' | 'externalId'>): string {
  return `${listing.groupId ?? ''}\n${listing.externalId}`;
}
