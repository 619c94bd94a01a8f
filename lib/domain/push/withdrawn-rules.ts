import type { NightValues } from '#db/schema/push.ts';
import { type KnownNight, leftOf, TAKEN, TERMS, type WantedNight } from './types.ts';

/**
 * What is left of what was sent for a night, where all that was refused of it is not wanted any more and what is wanted
 * stands there already: then nothing is left to be told, and no answer would ever say that the night is well again. What
 * met a booking of the channel's own waits for that booking.
 * @returns null where something is still refused, or nothing was
 */
export function withoutRefused(want: WantedNight, has: KnownNight, maxUnits: number): NightValues | null {
  if (has.sentState !== 'failed' || has.sentError === TAKEN) return null;
  const left = (units: number | null | undefined) =>
    units == null ? null : leftOf(units, want.own.length, maxUnits);
  const stands: NightValues = { ...has.values, units: left(has.values.units) };
  const wants = { ...want, units: left(want.units) };
  const isThere = ['units' as const, ...TERMS].every(
    (field) => wants[field] === null || wants[field] === stands[field],
  );
  if (!isThere) return null;
  const sent = Object.entries(has.sent ?? {}) as [keyof NightValues, NightValues[keyof NightValues]][]; // its own keys
  return Object.fromEntries(sent.filter(([field, value]) => value === stands[field]));
}
