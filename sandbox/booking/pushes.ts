import type { Clock } from '#lib/kernel/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { Send } from '../core/send.ts';
import { first, readXml, XmlError } from '../core/xml.ts';
import type { BookingStore } from './store.ts';
import type { BookingFaultKind, Message, Settings } from './world.ts';

/** Seconds between one attempt and the next; after the last it waits in its queue only. */
const BACKOFF_SECONDS = [5, 30, 300];
const ANSWER_KEPT = 4_000;
const STRIKES: readonly BookingFaultKind[] = ['push_lost', 'push_duplicate', 'push_late'];

type Verdict = 'taken' | 'refused' | 'failed';
type Parts = {
  readonly clock: Clock;
  readonly store: BookingStore;
  readonly faults: Faults<BookingFaultKind>;
  readonly settings: () => Settings;
  readonly send: Send;
  /** The document for a message as things are now, null where there is nothing to say any more. */
  readonly write: (message: Message) => string | null;
  readonly pending: (message: Message) => boolean;
  readonly handOut: (message: Message) => void;
  readonly taken: (message: Message) => void;
  readonly refused: (message: Message) => void;
};

/** Messages on their way to the partner's own address: sent at once, again after a failure, or as a fault says. */
export class Pushes {
  private readonly parts: Parts;
  private readonly flying = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  post(message: Message): void {
    const { clock, faults, settings } = this.parts;
    if (!settings().push || !settings().webhookUrl) return;
    const fault = faults.strike({ name: message.hotelId, path: message.queue, method: 'POST' }, STRIKES);
    message.push.state = fault?.kind === 'push_lost' ? 'lost' : 'pending';
    const wait = fault?.kind === 'push_late' ? fault.delayMs : 0;
    message.push.dueAt = clock.now().add({ milliseconds: wait }).toString();
    void this.deliverDue(fault?.kind === 'push_duplicate' ? message : null);
  }

  /** Sends all that is due by the clock; resolves when each has its answer. */
  async deliverDue(twice: Message | null = null): Promise<void> {
    const now = this.parts.clock.now();
    const due = this.parts.store.state.messages.filter(
      ({ push }) =>
        push.state === 'pending' && Temporal.Instant.compare(Temporal.Instant.from(push.dueAt), now) <= 0,
    );
    await Promise.all(due.map((one) => this.fly(one, one === twice ? 2 : 1)));
  }

  /** Resolves when nothing is in the air. */
  async settle(): Promise<void> {
    while (this.flying.size > 0) await Promise.all(this.flying.values());
  }

  private fly(message: Message, times: number): Promise<void> {
    const flying = this.flying.get(message.id);
    if (flying) return flying;
    const flight = Promise.all(Array.from({ length: times }, () => this.attempt(message)))
      .then((verdicts) => this.conclude(message, verdicts[0] ?? 'failed'))
      .finally(() => this.flying.delete(message.id));
    this.flying.set(message.id, flight);
    return flight;
  }

  private conclude(message: Message, verdict: Verdict): void {
    const { push } = message;
    const { clock, pending, taken, refused } = this.parts;
    if (!pending(message)) push.state = verdict === 'failed' ? 'gave_up' : 'delivered';
    else if (verdict === 'failed') {
      const wait = BACKOFF_SECONDS[push.attempts.length - 1];
      if (wait === undefined) push.state = 'gave_up';
      else push.dueAt = clock.now().add({ seconds: wait }).toString();
    } else {
      push.state = 'delivered';
      if (verdict === 'taken') taken(message);
      else refused(message);
    }
  }

  private async attempt(message: Message): Promise<Verdict> {
    const { clock, settings, send, write, pending, handOut } = this.parts;
    const { webhookUrl, webhookTimeoutMs } = settings();
    const body = webhookUrl && pending(message) ? write(message) : null;
    if (!webhookUrl || body === null) return 'failed';
    const at = clock.now().toString();
    handOut(message);
    try {
      const response = await send(
        new Request(webhookUrl, {
          method: 'POST',
          headers: { 'content-type': 'text/xml; charset=utf-8', 'user-agent': 'Booking.com-Sandbox' },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(webhookTimeoutMs),
        }),
      );
      const answer = await response.text();
      message.push.attempts.push({ at, status: response.status, answer: answer.slice(0, ANSWER_KEPT) });
      return response.ok ? verdictOf(answer) : 'failed';
    } catch (error) {
      // A partner who is down is this world's ordinary case: kept, and tried again.
      message.push.attempts.push({ at, status: null, answer: String(error).slice(0, ANSWER_KEPT) });
      return 'failed';
    }
  }
}

function verdictOf(answer: string): Verdict {
  try {
    const root = readXml(answer);
    if (!/^OTA_HotelRes(Modify)?NotifRS$/.test(root.name)) return 'failed';
    if (first(root, 'Errors')) return 'refused';
    return first(root, 'Success') ? 'taken' : 'failed';
  } catch (error) {
    if (error instanceof XmlError) return 'failed';
    throw error;
  }
}
