import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type TakenMail = { readonly from: string; readonly to: string[]; readonly raw: string };

export type SmtpHost = {
  /** With the right account in it. */
  readonly url: string;
  readonly port: number;
  readonly mails: TakenMail[];
  /** What a recipient is answered with instead of 250, such as 550 or 451; null: nothing of the kind. */
  refuseWith: number | null;
  readonly close: () => Promise<void>;
};

const ACCOUNT = { user: 'latchkey', pass: 'right horse' };

/** A real mail server that takes mail for everybody from its one account, and keeps it. */
export async function smtpHost(): Promise<SmtpHost> {
  const host: { refuseWith: number | null } = { refuseWith: null };
  const mails: TakenMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => {
      const isRight = auth.username === ACCOUNT.user && auth.password === ACCOUNT.pass;
      if (isRight) done(null, { user: ACCOUNT.user });
      else done(new Error('wrong'));
    },
    onRcptTo: (_address, _session, done) => {
      if (host.refuseWith === null) done();
      else done(Object.assign(new Error('not this one'), { responseCode: host.refuseWith }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // it listens on TCP
  const user = `${encodeURIComponent(ACCOUNT.user)}:${encodeURIComponent(ACCOUNT.pass)}`;
  return Object.assign(host, {
    url: `smtp://${user}@127.0.0.1:${port}`,
    port,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** A header of a mail, unfolded and decoded. */
export function headerOf(mail: TakenMail, name: string): string {
  const [head = ''] = mail.raw.split('\r\n\r\n');
  const line = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  const value = line?.slice(name.length + 1).trim() ?? '';
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : unquoted(text.replaceAll('_', ' ')),
    );
}

/** Every part of a mail as text. */
export function textOf(mail: TakenMail): string {
  return mail.raw
    .split(/^--.*$/m)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n');
      if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
      return /encoding: quoted-printable/i.test(head) ? unquoted(body.replace(/=\r\n/g, '')) : body;
    })
    .join('\n');
}

function unquoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
