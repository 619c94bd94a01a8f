/*
 * Nights as whole numbers, for geometry and for words. A night is a date without a clock: the arithmetic is the civil
 * calendar's own, no time zone comes near it, and every browser has it.
 */

/** Days since 1970-01-01 of a date written YYYY-MM-DD. */
export function dayNumber(night: string): number {
  // Sign by sign, without a text for each part: a calendar asks this of a hundred thousand dates at once.
  const at = (index: number) => night.charCodeAt(index) - 48;
  const year = at(0) * 1000 + at(1) * 100 + at(2) * 10 + at(3);
  const month = at(5) * 10 + at(6);
  const day = at(8) * 10 + at(9);
  const shifted = month <= 2 ? year - 1 : year; // the year starts in March, so that the leap day ends it
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** The date of a day number, as YYYY-MM-DD. */
export function nightAt(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = (Math.floor((5 * dayOfYear + 2) / 153) + 2) % 12;
  const day = dayOfYear - Math.floor((153 * ((month + 10) % 12) + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function addDays(night: string, days: number): string {
  return nightAt(dayNumber(night) + days);
}

export function nightsFrom(checkIn: string, checkOut: string): number {
  return dayNumber(checkOut) - dayNumber(checkIn);
}

/** 0 is Monday. */
export function weekdayOf(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** Milliseconds at which a UTC clock shows this date's midnight: what Intl takes, together with timeZone UTC. */
export function epochMs(night: string): number {
  return dayNumber(night) * 86_400_000;
}
