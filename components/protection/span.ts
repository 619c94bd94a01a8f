/** A length of time as people bound it: never shorter than it was. */
export function spanOf(ms: number): { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number } {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 90) return { unit: 'minutes', count: minutes };
  const hours = Math.ceil(minutes / 60);
  return hours <= 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.ceil(hours / 24) };
}
