import type { BookingHost } from './host.ts';
import type { Machine, Message, Reservation } from './world.ts';

/*
 * Two queues: what is new, and what was changed or cancelled. A reservation has one message at a time: what changes
 * before it is acknowledged takes its place in the same queue.
 */

const MESSAGES_KEPT = 5_000;

export function isPending(message: Message): boolean {
  return !message.ackedAt && !message.rejectedAt && !message.mailedAt && !message.replacedAt;
}

/** The newest message of a reservation, whatever became of it. */
export function latestOf(host: BookingHost, reservationId: string): Message | null {
  return host.store.state.messages.findLast((one) => one.reservationId === reservationId) ?? null;
}

/** Tells of a reservation as it is now, where its hotel is attached to a partner. */
export function tell(host: BookingHost, reservation: Reservation, isNew: boolean): void {
  const { store, clock } = host;
  if (!store.findHotel(reservation.hotelId)?.machineId) return;
  const now = clock.now().toString();
  const before = latestOf(host, reservation.id);
  const waits = before && isPending(before) ? before : null;
  if (waits) waits.replacedAt = now;
  const message: Message = {
    id: store.unique(reservation.id),
    reservationId: reservation.id,
    hotelId: reservation.hotelId,
    queue: waits?.queue ?? (isNew ? 'new' : 'modify'),
    createdAt: now,
    token: store.unique(reservation.id, 'token'),
    deliveredAt: null,
    deliveries: 0,
    ackedAt: null,
    ackedBy: null,
    rejectedAt: null,
    mailedAt: null,
    replacedAt: null,
    push: { state: 'off', dueAt: now, attempts: [] },
  };
  const { messages } = store.state;
  messages.push(message);
  if (messages.length > MESSAGES_KEPT) {
    const spent = messages.findIndex((one) => !isPending(one));
    if (spent >= 0) messages.splice(spent, 1);
  }
  host.pushes.post(message);
}

export function isAttached(host: BookingHost, machine: Machine, hotelId: string): boolean {
  return host.store.findHotel(hotelId)?.machineId === machine.id;
}

/** What a machine account has not taken yet, oldest first. */
export function pendingFor(host: BookingHost, machine: Machine): Message[] {
  return host.store.state.messages.filter((one) => isPending(one) && isAttached(host, machine, one.hotelId));
}

export function handOut(host: BookingHost, message: Message): void {
  message.deliveredAt = host.clock.now().toString();
  message.deliveries += 1;
}

export function acknowledge(host: BookingHost, message: Message, by: NonNullable<Message['ackedBy']>): void {
  message.ackedAt ??= host.clock.now().toString();
  message.ackedBy ??= by;
}

/** The partner says that it cannot take it: the host gets a mail instead. */
export function reject(host: BookingHost, message: Message): void {
  message.rejectedAt ??= host.clock.now().toString();
  mail(host, message, 'rejected');
}

/** Messages that nobody took in time are mailed, and offered no more. */
export function mailLate(host: BookingHost): void {
  const milliseconds = Math.round(host.settings.fallbackMinutes * 60_000);
  const before = host.clock.now().subtract({ milliseconds });
  for (const message of host.store.state.messages) {
    if (!isPending(message)) continue;
    if (Temporal.Instant.compare(Temporal.Instant.from(message.createdAt), before) > 0) continue;
    mail(host, message, 'late');
  }
}

function mail(host: BookingHost, message: Message, reason: 'late' | 'rejected'): void {
  if (message.mailedAt) return;
  message.mailedAt = host.clock.now().toString();
  const what = message.queue === 'new' ? 'a new booking' : 'a change of a booking';
  const why = reason === 'late' ? 'did not take it in time' : 'refused it';
  host.store.mail({
    at: message.mailedAt,
    hotelId: message.hotelId,
    reservationId: message.reservationId,
    reason,
    text: `There is ${what}, ${message.reservationId}: your system ${why}. Enter it by hand.`,
  });
}
