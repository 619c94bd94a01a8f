/**
 * A small stand-in for QStash that speaks its HTTP: publish, schedules, signed deliveries, retries, failure callbacks,
 * deduplication for ten minutes. Written from what QStash documents, never from our own queue code.
 * Not simulated: queues, URL groups, batches, flow control, cron lines (schedules fire when told, or every so often).
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const DEDUPLICATION_MS = 10 * 60_000;

export type FakeMessage = {
  readonly messageId: string;
  readonly destination: string;
  readonly body: string;
  readonly contentType: string;
  readonly deduplicationId: string | null;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly retries: number;
  readonly failureCallback: string | null;
  readonly scheduleId: string | null;
};
export type FakeSchedule = {
  readonly destination: string;
  readonly cron: string;
  readonly body: string;
  readonly contentType: string;
  readonly retries: number;
  readonly failureCallback: string | null;
};
export type FakeDelivery = {
  readonly messageId: string;
  readonly destination: string;
  readonly retried: number;
  /** Null where nobody answered. */
  readonly status: number | null;
};

export type FakeQstashOptions = {
  readonly port?: number;
  readonly token?: string;
  readonly currentKey?: string;
  readonly nextKey?: string;
  readonly retryDelayMs?: number;
  /** Fires every schedule this often; only by `fireSchedules` when absent. */
  readonly scheduleEveryMs?: number;
};

export type Claims = Record<string, unknown>;

export class FakeQstash {
  readonly token: string;
  readonly currentKey: string;
  readonly nextKey: string;
  readonly schedules = new Map<string, FakeSchedule>();
  /** Everything accepted, duplicates left out. */
  readonly published: FakeMessage[] = [];
  readonly deliveries: FakeDelivery[] = [];
  readonly deadLetters: FakeMessage[] = [];
  /** Accepts, and delivers nothing: neither schedules nor messages. */
  isSilent = false;
  /** Answers everything with 500. */
  isDown = false;
  signsWithNextKey = false;
  readonly #options: FakeQstashOptions;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #seen = new Map<string, { messageId: string; at: number }>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #firing: ReturnType<typeof setInterval> | undefined;

  constructor(options: FakeQstashOptions = {}) {
    this.#options = options;
    this.token = options.token ?? randomUUID();
    this.currentKey = options.currentKey ?? `sig_${randomBytes(16).toString('hex')}`;
    this.nextKey = options.nextKey ?? `sig_${randomBytes(16).toString('hex')}`;
  }

  async start(): Promise<this> {
    const { port = 0, scheduleEveryMs } = this.#options;
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    if (scheduleEveryMs) this.#firing = setInterval(() => void this.fireSchedules(), scheduleEveryMs);
    return this;
  }

  get url(): string {
    // Listening on a port, so its address is not a pipe's name.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the app needs in its environment. */
  get env(): Record<string, string> {
    return {
      QSTASH_URL: this.url,
      QSTASH_TOKEN: this.token,
      QSTASH_CURRENT_SIGNING_KEY: this.currentKey,
      QSTASH_NEXT_SIGNING_KEY: this.nextKey,
    };
  }

  /** Each schedule makes one message, delivered with its retries. Silent: none. */
  async fireSchedules(): Promise<void> {
    if (this.isSilent) return;
    const messages = [...this.schedules].map(([scheduleId, schedule]) => ({
      ...schedule,
      messageId: `msg_${randomUUID()}`,
      deduplicationId: null,
      notBefore: Date.now(),
      scheduleId,
    }));
    await Promise.all(messages.map((message) => this.#track(this.#deliverWithRetries(message))));
  }

  /** Delivers a message once more, as at-least-once delivery may. */
  async deliverAgain(message: FakeMessage): Promise<FakeDelivery> {
    return this.#attempt(message, 0);
  }

  /** When nothing is being delivered any more; messages for later are not waited for. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** A signature as QStash makes it; claims and header can be bent, a claim taken away with undefined. */
  sign(
    url: string,
    body: string,
    bent: { claims?: Claims; header?: Claims; key?: string; digest?: string } = {},
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'Upstash',
      sub: url,
      iat: now,
      nbf: now,
      exp: now + 300,
      jti: `jwt_${randomUUID()}`,
      body: `${createHash('sha256').update(body).digest('base64url')}=`, // QStash pads it
      ...bent.claims,
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const text = `${encode({ alg: 'HS256', typ: 'JWT', ...bent.header })}.${encode(claims)}`;
    const key = bent.key ?? (this.signsWithNextKey ? this.nextKey : this.currentKey);
    if (bent.header?.alg === 'none') return `${text}.`;
    return `${text}.${createHmac(bent.digest ?? 'sha256', key)
      .update(text)
      .digest('base64url')}`;
  }

  async close(): Promise<void> {
    clearInterval(this.#firing);
    for (const timer of this.#timers) clearTimeout(timer);
    await this.settled();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = this.#answer(request, Buffer.concat(chunks).toString('utf8'));
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  }

  #answer(request: IncomingMessage, body: string): { status: number; body: object } {
    if (this.isDown) return { status: 500, body: { error: 'down' } };
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return { status: 401, body: { error: 'invalid token' } };
    }
    // The destination stands in the path as it is, not encoded.
    const match = /^\/v2\/(publish|schedules)\/(https?:\/\/.+)$/.exec(request.url ?? '');
    if (request.method !== 'POST' || !match?.[2]) return { status: 404, body: { error: 'unknown route' } };
    const message = readMessage(request, match[2], body);
    return match[1] === 'schedules' ? this.#schedule(request, message) : this.#publish(message);
  }

  #schedule(request: IncomingMessage, message: FakeMessage): { status: number; body: object } {
    const scheduleId = header(request, 'upstash-schedule-id') ?? `scd_${randomUUID()}`;
    const cron = header(request, 'upstash-cron');
    if (!cron) return { status: 400, body: { error: 'no cron' } };
    const { destination, body, contentType, retries, failureCallback } = message;
    this.schedules.set(scheduleId, { destination, cron, body, contentType, retries, failureCallback });
    return { status: 200, body: { scheduleId } };
  }

  #publish(message: FakeMessage): { status: number; body: object } {
    const { deduplicationId, messageId } = message;
    if (deduplicationId) {
      const known = this.#seen.get(deduplicationId);
      if (known && Date.now() - known.at < DEDUPLICATION_MS) {
        return { status: 202, body: { messageId: known.messageId, deduplicated: true } };
      }
      this.#seen.set(deduplicationId, { messageId, at: Date.now() });
    }
    this.published.push(message);
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        if (!this.isSilent) void this.#track(this.#deliverWithRetries(message));
      },
      Math.max(0, message.notBefore - Date.now()),
    );
    this.#timers.add(timer);
    return { status: 201, body: { messageId } };
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    await work.finally(() => this.#underWay.delete(work));
  }

  async #deliverWithRetries(message: FakeMessage): Promise<void> {
    for (let retried = 0; ; retried++) {
      const { status } = await this.#attempt(message, retried);
      if (status !== null && status >= 200 && status < 300) return;
      if (retried < message.retries && status !== 489) {
        await new Promise((resolve) => setTimeout(resolve, this.#options.retryDelayMs ?? 20));
        continue;
      }
      this.deadLetters.push(message);
      if (message.failureCallback) await this.#callBack(message, retried, status);
      return;
    }
  }

  async #callBack(message: FakeMessage, retried: number, status: number | null): Promise<void> {
    const body = JSON.stringify({
      status: status ?? 0,
      header: {},
      body: '',
      retried,
      maxRetries: message.retries,
      dlqId: `dlq_${randomUUID()}`,
      sourceMessageId: message.messageId,
      url: message.destination,
      method: 'POST',
      sourceBody: Buffer.from(message.body).toString('base64'),
    });
    await this.#attempt(
      {
        ...message,
        messageId: `msg_${randomUUID()}`,
        destination: message.failureCallback ?? '',
        body,
        contentType: 'application/json',
      },
      0,
    );
  }

  async #attempt(message: FakeMessage, retried: number): Promise<FakeDelivery> {
    const { destination, messageId, body } = message;
    const status = await fetch(destination, {
      method: 'POST',
      headers: {
        'user-agent': 'Upstash-QStash',
        'content-type': message.contentType,
        'upstash-signature': this.sign(destination, body),
        'upstash-message-id': messageId,
        'upstash-retried': String(retried),
        ...(message.scheduleId ? { 'upstash-schedule-id': message.scheduleId } : {}),
      },
      body,
    }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => null,
    );
    const delivery = { messageId, destination, retried, status };
    this.deliveries.push(delivery);
    return delivery;
  }
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function readMessage(request: IncomingMessage, destination: string, body: string): FakeMessage {
  const notBefore = Number(header(request, 'upstash-not-before') ?? 0) * 1000;
  const delay = /^(\d+)s$/.exec(header(request, 'upstash-delay') ?? '');
  return {
    messageId: `msg_${randomUUID()}`,
    destination,
    body,
    contentType: header(request, 'content-type') ?? 'application/octet-stream',
    deduplicationId: header(request, 'upstash-deduplication-id'),
    notBefore: notBefore || Date.now() + Number(delay?.[1] ?? 0) * 1000,
    retries: Number(header(request, 'upstash-retries') ?? 3),
    failureCallback: header(request, 'upstash-failure-callback'),
    scheduleId: null,
  };
}
