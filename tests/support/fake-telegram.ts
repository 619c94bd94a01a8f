/**
 * A small stand-in for Telegram's Bot API: getMe, sendMessage, getUpdates with its offset, limits and blocked chats.
 * Written from what Telegram documents, never from our own code. Not simulated: webhooks, long polling, formatting.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeTelegram = {
  readonly url: string;
  readonly token: string;
  readonly sent: { chatId: string; text: string }[];
  /** Methods that were called, in order. */
  readonly calls: string[];
  /** Seconds that the next sendMessage is told to wait; null: none. */
  waitSeconds: number | null;
  readonly blockedBy: Set<string>;
  /** A person writes to the bot. */
  readonly write: (chatId: number, text: string) => void;
  readonly close: () => Promise<void>;
};

export async function fakeTelegram(): Promise<FakeTelegram> {
  const token = '123456:AAtest-token-of-a-bot';
  const state: { waitSeconds: number | null } = { waitSeconds: null };
  const sent: { chatId: string; text: string }[] = [];
  const calls: string[] = [];
  const blockedBy = new Set<string>();
  let updates: { update_id: number; message: object }[] = [];
  let nextId = 1000;

  const answers: Record<string, (body: Record<string, unknown>) => [number, object]> = {
    getMe: () => [200, { ok: true, result: { id: 1, is_bot: true, username: 'latchkey_test_bot' } }],
    getUpdates: ({ offset = 0 }) => {
      updates = updates.filter(({ update_id }) => update_id >= Number(offset));
      return [200, { ok: true, result: updates }];
    },
    sendMessage: (body) => {
      const chatId = String(body.chat_id);
      if (state.waitSeconds !== null) {
        const wait = state.waitSeconds;
        state.waitSeconds = null;
        const description = `Too Many Requests: retry after ${wait}`;
        return [429, { ok: false, error_code: 429, description, parameters: { retry_after: wait } }];
      }
      if (blockedBy.has(chatId)) {
        return [403, { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' }];
      }
      sent.push({ chatId, text: String(body.text) });
      return [200, { ok: true, result: { message_id: 1 } }];
    },
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [, bot = '', method = ''] = (request.url ?? '').split('/');
    calls.push(method);
    const answer = answers[method];
    const [status, body] =
      bot === `bot${token}` && answer
        ? answer(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'))
        : [401, { ok: false, error_code: 401, description: 'Unauthorized' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    // It listens on TCP.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    sent,
    calls,
    blockedBy,
    write: (chatId: number, text: string) => {
      updates.push({
        update_id: nextId++,
        message: { message_id: 1, chat: { id: chatId, type: 'private' }, text },
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
