import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Intent } from './desk.ts';
import type { TimelineUnit } from './rows.ts';

/** The bar whose details are shown, and the row it was opened in. */
export type Opened = {
  readonly bar: Bar;
  readonly unit: TimelineUnit;
  readonly unitTitle: string;
  readonly intent: Intent | null;
};
