import { randomUUID } from 'node:crypto';
import type { Clock } from '#lib/kernel/clock.ts';
import type { Faults } from '../core/faults.ts';
import type { Send } from '../core/send.ts';
import { signedHeaders } from '../core/standard-webhooks.ts';
import type { AirbnbStore } from './store.ts';
import type { AirbnbFaultKind, Delivery, Settings, Signing } from './world.ts';

/** Seconds between one attempt and the next; after the last it is given up. */
const BACKOFF_SECONDS = [5, 30, 300, 1800, 7200];
/** How long a notification waits for the next one to overtake it. */
const OVERTAKE_SECONDS = 60;
const OLD_SECONDS = 3600;
const ANSWER_KEPT = 500;
const STRIKES: readonly AirbnbFaultKind[] = [
  'webhook_lost',
  'webhook_duplicate',
  'webhook_reorder',
  'webhook_late',
];

type Parts = {
  readonly clock: Clock;
  readonly store: AirbnbStore;
  readonly faults: Faults<AirbnbFaultKind>;
  readonly settings: () => Settings;
  readonly send: Send;
};

/** The notifications on their way to the partner: sent at once, again after a failure, or as a fault says. */
export class Webhooks {
  private readonly parts: Parts;
  private readonly flying = new Map<string, Promise<void>>();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Queues a notification and starts what is due. @param name the listing a fault may be limited to */
  post(action: string, body: unknown, name: string, sign: Signing = 'right', id?: string): Delivery {
    const { clock, store, faults, settings } = this.parts;
    const now = clock.now();
    const fault = faults.strike({ name, path: action, method: 'POST' }, STRIKES);
    const waits = { webhook_late: (fault?.delayMs ?? 0) / 1000, webhook_reorder: OVERTAKE_SECONDS };
    const wait = fault && fault.kind in waits ? waits[fault.kind as keyof typeof waits] : 0; // one of its keys
    const delivery: Delivery = {
      // Unlike all else here never the same in two worlds: after a reset the partner would take it for one it has had.
      id: id ?? `msg_${randomUUID()}`,
      action,
      body: JSON.stringify(body),
      createdAt: now.toString(),
      dueAt: now.add({ milliseconds: Math.round(wait * 1000) }).toString(),
      state: fault?.kind === 'webhook_lost' ? 'lost' : settings().webhookUrl ? 'pending' : 'no_target',
      fault: fault?.kind ?? null,
      sign,
      attempts: [],
    };
    store.state.deliveries.push(delivery);
    store.keepFewDeliveries();
    void this.deliverDue();
    if (wait === 0) this.letOvertaken(delivery);
    return delivery;
  }

  /** What was held back to be overtaken goes after the one that overtook it. */
  private letOvertaken(ahead: Delivery): void {
    const held = this.parts.store.state.deliveries.filter(
      (one) =>
        one !== ahead && one.fault === 'webhook_reorder' && one.state === 'pending' && !one.attempts.length,
    );
    if (held.length === 0) return;
    const overtaken = `${ahead.id}+`;
    const flight = (this.flying.get(ahead.id) ?? Promise.resolve()).then(async () => {
      for (const one of held) await this.fly(one);
    });
    this.track(overtaken, flight);
  }

  /** Sends all that is due by the clock; resolves when each has its answer. */
  async deliverDue(): Promise<void> {
    const now = this.parts.clock.now();
    const due = this.parts.store.state.deliveries.filter(
      (one) =>
        one.state === 'pending' && Temporal.Instant.compare(Temporal.Instant.from(one.dueAt), now) <= 0,
    );
    await Promise.all(due.map((one) => this.fly(one)));
  }

  /** Resolves when nothing is in the air. */
  async settle(): Promise<void> {
    while (this.flying.size > 0) await Promise.all(this.flying.values());
  }

  private fly(delivery: Delivery): Promise<void> {
    if (delivery.state !== 'pending') return Promise.resolve();
    const flying = this.flying.get(delivery.id);
    if (flying) return flying;
    const twice = delivery.fault === 'webhook_duplicate' && delivery.attempts.length === 0;
    return this.track(
      delivery.id,
      Promise.all([this.attempt(delivery), ...(twice ? [this.attempt(delivery)] : [])]).then((went) =>
        this.conclude(delivery, went.includes(true)),
      ),
    );
  }

  private track(key: string, flight: Promise<void>): Promise<void> {
    const tracked = flight.finally(() => this.flying.delete(key));
    this.flying.set(key, tracked);
    return tracked;
  }

  private conclude(delivery: Delivery, arrived: boolean): void {
    const wait = BACKOFF_SECONDS[delivery.attempts.length - 1];
    if (arrived) delivery.state = 'delivered';
    else if (wait === undefined) delivery.state = 'gave_up';
    else delivery.dueAt = this.parts.clock.now().add({ seconds: wait }).toString();
  }

  /** True for a 2xx; a redirect is a failure. */
  private async attempt(delivery: Delivery): Promise<boolean> {
    const { clock, settings, send } = this.parts;
    const { webhookUrl, webhookTimeoutMs } = settings();
    const at = clock.now();
    if (!webhookUrl) return false;
    try {
      const response = await send(
        new Request(webhookUrl, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Airbnb-Sandbox',
            ...this.signature(delivery, at),
          },
          body: delivery.body,
          redirect: 'manual',
          signal: AbortSignal.timeout(webhookTimeoutMs),
        }),
      );
      const answer = (await response.text()).slice(0, ANSWER_KEPT);
      delivery.attempts.push({ at: at.toString(), status: response.status, answer });
      return response.ok;
    } catch (error) {
      // A partner who is down is this world's ordinary case: kept, and tried again.
      delivery.attempts.push({
        at: at.toString(),
        status: null,
        answer: String(error).slice(0, ANSWER_KEPT),
      });
      return false;
    }
  }

  private signature(delivery: Delivery, at: Temporal.Instant): Record<string, string> {
    const { webhookSecret } = this.parts.settings();
    const { id, body, sign } = delivery;
    if (sign === 'missing') return { 'webhook-id': id };
    if (sign === 'wrong')
      return signedHeaders('whsec_d3JvbmcgYnV0IGxvbmcgZW5vdWdoIGtleQ==', { id, at, body });
    const signedAt = sign === 'old' ? at.subtract({ seconds: OLD_SECONDS }) : at;
    return signedHeaders(webhookSecret, { id, at: signedAt, body });
  }
}
