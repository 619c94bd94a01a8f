/**
 * UIDs we export: `<subject>.<unit>@<instance>.latchkey`. In whatever feed one comes back, it says whose event it is and of
 * which unit, so an installation knows its own events again, also through the calendars of others.
 */
export type OwnUid = { readonly subject: string; readonly unitId: string; readonly instanceId: string };

// No dot, @ or space, or the parts would not come back whole; nothing that iCalendar escapes, since a UID is written as it is.
const OWN_UID = /^([\w-]{1,80})\.([\w-]{1,80})@([\w-]{1,80})\.latchkey$/;

/** The parts of a UID that some Latchkey exported; null for any other. */
export function parseOwnUid(uid: string): OwnUid | null {
  const [, subject, unitId, instanceId] = OWN_UID.exec(uid) ?? [];
  return subject && unitId && instanceId ? { subject, unitId, instanceId } : null;
}

/** The UID of an exported event; throws a RangeError where a part would not come back whole. */
export function formatOwnUid(own: OwnUid): string {
  const uid = `${own.subject}.${own.unitId}@${own.instanceId}.latchkey`;
  if (!OWN_UID.test(uid))
    throw new RangeError('ids in a UID hold letters, digits, _ and -, at most 80 of them');
  return uid;
}
