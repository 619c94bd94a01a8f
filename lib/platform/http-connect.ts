import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { OutboundError } from './http-errors.ts';
import { isPublicAddress } from './safe-url.ts';

export type ResolvedAddress = { readonly address: string; readonly family: number };

/** Every address of a name. Throws as node:dns does. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

/**
 * A lookup that answers only when every address of the name is public. The socket connects to what is handed back here,
 * so a name that answers differently the next time (DNS rebinding) gains nothing.
 */
export function guardedLookup(resolve: Resolve, trusted: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        const [first] = addresses;
        if (first === undefined) throw new OutboundError('dns', `The name ${hostname} has no address.`);
        if (!trusted && !addresses.every(({ address }) => isPublicAddress(address))) throw blocked(hostname);
        return { first, addresses };
      })
      .then(
        ({ first, addresses }) => {
          if (options.all)
            callback(
              null,
              addresses.map((found) => ({ ...found })),
            );
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, []),
      );
  };
}

/** Opens sockets for one host. Literal addresses do not pass the lookup, so the socket's own peer is judged as well. */
export function guardedConnector(options: {
  resolve: Resolve;
  trusted: boolean;
  connectMs: number;
}): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(options.resolve, options.trusted),
    timeout: options.connectMs,
    allowH2: false,
    maxCachedSessions: 0,
  });
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (options.trusted || isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(blocked(target.hostname), null);
    });
  };
}

function blocked(hostname: string): OutboundError {
  return new OutboundError(
    'blocked_address',
    `The name ${hostname} leads into a private network, so it is not fetched.`,
    {
      permanent: true,
    },
  );
}
