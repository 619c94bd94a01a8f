import ipaddr from 'ipaddr.js';
import type { AppUrlWarning } from './schemas.ts';

const LOCAL_SUFFIX = /\.(local|localdomain|internal|intranet|lan|home|home\.arpa)$/;

/**
 * Whether channels elsewhere could fetch a link of ours, as far as its address tells: null where nothing speaks against it.
 * Some channels refuse addresses without https.
 */
export function appUrlWarning(appUrl: string): AppUrlWarning | null {
  const { protocol, hostname } = new URL(appUrl);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  if (ipaddr.isValid(host)) {
    const range = ipaddr.process(host).range();
    if (range === 'loopback') return 'loopback';
    if (range !== 'unicast') return 'private';
  } else if (!host.includes('.') || LOCAL_SUFFIX.test(host)) return 'private';
  return protocol === 'https:' ? null : 'not_https';
}
