import type { FeedWarning, FeedWarningCode } from '../feed-contract.ts';
import { MAX_WARNINGS_PER_CODE } from './limits.ts';

export type Warnings = {
  /** `detail` quotes nothing of the feed but zone names and line numbers: it goes to logs, and feeds name guests. */
  readonly add: (code: FeedWarningCode, detail: string, uid?: string | null) => void;
  /** In order; of each code at most twenty, and one more that counts the rest. */
  readonly list: () => FeedWarning[];
};

export function collectWarnings(): Warnings {
  const kept: FeedWarning[] = [];
  const counts = new Map<FeedWarningCode, number>();
  return {
    add: (code, detail, uid = null) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= MAX_WARNINGS_PER_CODE) kept.push({ code, detail, uid });
    },
    list: () => {
      const rest = [...counts].filter(([, count]) => count > MAX_WARNINGS_PER_CODE);
      return kept.concat(
        rest.map(([code, count]) => ({
          code,
          detail: `${count - MAX_WARNINGS_PER_CODE} more like this.`,
          uid: null,
        })),
      );
    },
  };
}
