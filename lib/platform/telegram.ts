import { z } from 'zod';
import { send } from './http.ts';
import { OutboundError } from './http-errors.ts';
import { MediumError } from './medium-error.ts';

/** A private message to the bot. */
export type TelegramUpdate = { readonly chatId: string; readonly text: string };

export type TelegramBot = {
  /** Plain text, without a preview of its links. @throws MediumError */
  readonly send: (chatId: string, text: string) => Promise<void>;
  /** The bot's name, for a link to it. @throws MediumError */
  readonly name: () => Promise<string>;
  /**
   * What people wrote to the bot since it was last asked. `handle` is done with them before they are forgotten there: a
   * process that dies in between sees them again. @throws MediumError
   */
  readonly receive: (handle: (updates: readonly TelegramUpdate[]) => Promise<void>) => Promise<void>;
};

const Envelope = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});
const Updates = z.array(
  z.object({
    update_id: z.number(),
    message: z
      .object({ chat: z.object({ id: z.number(), type: z.string() }), text: z.string().optional() })
      .optional(),
  }),
);

/** The Bot API. The token is part of every address, so no address is ever logged or told. */
export function createTelegram(settings: { token: string; apiUrl: string }): TelegramBot {
  let named: string | null = null;

  async function ask(method: string, body: object): Promise<unknown> {
    const url = new URL(`${settings.apiUrl.replace(/\/+$/, '')}/bot${settings.token}/${method}`);
    const answer = await send({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      limits: { totalMs: 10_000, maxBytes: 1_000_000 },
    }).catch((error: unknown) => {
      if (error instanceof OutboundError) throw new MediumError('unreachable', 'Telegram did not answer.');
      throw error;
    });
    const told = Envelope.safeParse(readJson(answer.bytes));
    if (answer.status === 200 && told.success && told.data.ok) return told.data.result;
    throw refusal(answer.status, told.success ? told.data : null, answer.retryAfterSeconds);
  }

  return {
    send: async (chatId, text) => {
      await ask('sendMessage', { chat_id: chatId, text, link_preview_options: { is_disabled: true } });
    },
    name: async () => {
      named ??= z.object({ username: z.string() }).parse(await ask('getMe', {})).username;
      return named;
    },
    receive: async (handle) => {
      const updates = Updates.parse(await ask('getUpdates', { timeout: 0, allowed_updates: ['message'] }));
      const last = updates.at(-1);
      if (!last) return;
      await handle(
        updates.flatMap(({ message }) =>
          message?.chat.type === 'private'
            ? [{ chatId: String(message.chat.id), text: message.text ?? '' }]
            : [],
        ),
      );
      await ask('getUpdates', { timeout: 0, offset: last.update_id + 1, limit: 1 });
    },
  };
}

function refusal(
  status: number,
  told: z.infer<typeof Envelope> | null,
  retryAfterSeconds: number | null,
): MediumError {
  if (status === 429) {
    const wait = told?.parameters?.retry_after ?? retryAfterSeconds;
    return new MediumError('limited', 'Telegram asks us to wait.', { retryAfterSeconds: wait });
  }
  // 403: blocked by the person, or their account is gone. A chat that is not found never wrote to this bot.
  if (status === 403 || (status === 400 && /chat not found/i.test(told?.description ?? ''))) {
    return new MediumError('blocked', 'The chat does not take messages from our bot any more.');
  }
  if (status === 401 || status === 404)
    return new MediumError('misconfigured', 'Telegram does not know our bot.');
  return new MediumError('unreachable', `Telegram answered ${status}.`);
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null; // a gateway's page: its status says enough
  }
}
