import { type Night, NightSchema, nightsBetween } from './nights.ts';
import { MAX_WINDOW_NIGHTS } from './window-limit.ts';

/** Dates that anybody asks about; far ones only cost. */
export const AskedNight = NightSchema.refine(
  (night) => night >= '1970-01-01' && night <= '2199-12-31',
  'a date between 1970 and 2199',
);

/** From a night on, up to and without another: fields for a query, to be refined with `isWindow`. */
export const NightWindow = { from: AskedNight, to: AskedNight };

export function isWindow(range: { from: Night; to: Night }): boolean {
  const nights = nightsBetween(range.from, range.to);
  return nights > 0 && nights <= MAX_WINDOW_NIGHTS;
}

export const windowRule = {
  path: ['to'],
  message: `after \`from\`, by at most ${MAX_WINDOW_NIGHTS} nights`,
};
