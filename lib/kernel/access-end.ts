/** Avito's access lasts a day: told this long before, there is time to connect again within somebody's waking hours. */
export const SOON_HOURS = 6;

/** Whether an access that does not renew itself ends soon. One that has ended is expired, not this. */
export function endsSoon(
  access: { readonly expiresAt: string | null; readonly renewsItself: boolean },
  nowMs: number,
): boolean {
  if (access.renewsItself || access.expiresAt === null) return false;
  return Date.parse(access.expiresAt) - nowMs < SOON_HOURS * 3_600_000;
}
