import { createTransport } from 'nodemailer';
import { MediumError } from './medium-error.ts';

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for each attempt, so that a mailbox that got it twice can tell. */
  readonly id: string;
};

export type Mailer = {
  /** Resolves once the server has taken it. @throws MediumError */
  readonly send: (mail: Mail) => Promise<void>;
};

/** A mail server that is slower than this is as good as away; a tick has twenty seconds for all its work. */
const TIMES = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 12_000 };

/**
 * One connection per mail: there are few, and a kept one is dead when the next comes.
 * @param settings.url smtp:// (STARTTLS where offered) or smtps://, with user and password where needed
 */
export function createMailer(settings: { url: string; from: string; host: string }): Mailer {
  const transport = createTransport(
    { url: settings.url, ...TIMES, disableFileAccess: true, disableUrlAccess: true },
    { from: settings.from },
  );
  return {
    send: async ({ id, ...mail }) => {
      try {
        await transport.sendMail({
          ...mail,
          messageId: `<${id}@${settings.host}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw toMediumError(error);
      }
    },
  };
}

/** The sender where MAIL_FROM is not set: the account itself, else a name at our own host. */
export function defaultSender(smtpUrl: string, appUrl: string): string {
  const user = decodeURIComponent(new URL(smtpUrl).username);
  return `Latchkey <${user.includes('@') ? user : `latchkey@${new URL(appUrl).hostname}`}>`;
}

/** A server's own words may repeat the address or the account; they stay in the cause. */
function toMediumError(error: unknown): MediumError {
  const fact = (name: string): unknown =>
    error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
  const [code, status] = [fact('code'), fact('responseCode')];
  const told = typeof status === 'number' ? ` (${status})` : '';
  if (code === 'EAUTH' || code === 'ENOAUTH' || status === 535 || status === 530) {
    return new MediumError('misconfigured', `The mail server refuses our account${told}.`, { cause: error });
  }
  if (typeof status === 'number' && status >= 500 && code === 'EENVELOPE') {
    return new MediumError('refused', `The mail server refuses this address${told}.`, { cause: error });
  }
  if (typeof status === 'number' && status >= 500) {
    return new MediumError('misconfigured', `The mail server refuses our mail${told}.`, { cause: error });
  }
  return new MediumError('unreachable', `The mail server did not take the mail${told}.`, { cause: error });
}
