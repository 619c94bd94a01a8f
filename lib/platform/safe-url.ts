import ipaddr from 'ipaddr.js';

/*
 * Which addresses a person may make this server fetch. Pure: names are resolved, and what they resolve to is judged,
 * at connect time (http-connect.ts), and every redirect comes back here.
 */

export type UrlPolicy = {
  /** `host:port` of places, or `host` for both web ports, that may be reached although private, on any port, in plain http. */
  readonly allow: readonly string[];
  /** `host:port` or `host` under which this installation itself is reached. */
  readonly ownHosts: readonly string[];
  /**
   * Asked for addresses on our own host. `own`: the feed of the very unit being synced, a loop. `other`: another unit's
   * feed, which may be followed even where our own host is private. `none`: any other page of ours, refused.
   */
  readonly ownFeed?: (url: URL) => 'own' | 'other' | 'none';
};

export type UrlRefusal =
  | 'invalid'
  | 'too_long'
  | 'scheme'
  | 'credentials'
  | 'port'
  | 'private_address'
  | 'local_name'
  | 'own_host'
  | 'own_feed';

export type CheckedUrl =
  | {
      readonly ok: true;
      /** Without fragment and without the dot that may end a host name. */
      readonly url: URL;
      /** True where the operator named this host and port: what its name resolves to is not judged. */
      readonly trusted: boolean;
    }
  | { readonly ok: false; readonly code: UrlRefusal; readonly detail: string };

const MAX_LENGTH = 2048;

const SENTENCE: Record<UrlRefusal, string> = {
  invalid: 'This is not a complete web address; it should start with https://.',
  too_long: `The address is longer than ${MAX_LENGTH} characters.`,
  scheme: 'Only https, http and webcal addresses can be fetched.',
  credentials: 'The address holds a user name or password; calendars are fetched without either.',
  port: 'The address names a port other than 80 and 443.',
  private_address: 'The address points into a private network, so it is not fetched.',
  local_name: 'The name belongs to a local network, so it is not fetched.',
  own_host: 'The address is a page of this installation and not a calendar feed.',
  own_feed: 'This is the feed of the same unit: a calendar cannot follow itself.',
};

const refuse = (code: UrlRefusal): CheckedUrl => ({ ok: false, code, detail: SENTENCE[code] });

/** `host:port` in lower case with the scheme's own port spelled out: how allow lists and own hosts are written. */
export function hostPort(url: URL): string {
  return `${bareHost(url)}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`;
}

/**
 * Decides whether an address may be fetched, before anything is connected to.
 * webcal becomes https. http becomes https too, except for places in `allow` and feeds on our own host: there it stays,
 * and webcal is taken as http unless the port is 443.
 */
export function checkUrl(text: string, policy: UrlPolicy): CheckedUrl {
  const typed = text.trim();
  if (typed.length > MAX_LENGTH) return refuse('too_long');
  // The URL parser drops these silently, which would fetch another address than the one that was pasted.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(typed)) return refuse('invalid');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(typed)?.[1]?.toLowerCase();
  if (scheme === undefined) return refuse('invalid');
  if (scheme !== 'http' && scheme !== 'https' && scheme !== 'webcal') return refuse('scheme');

  const plain = parse(`http${typed.slice(scheme.length)}`);
  const secure = parse(`https${typed.slice(scheme.length)}`);
  if (plain === null || secure === null) return refuse('invalid');
  if (secure.username !== '' || secure.password !== '') return refuse('credentials');
  if (secure.href.length > MAX_LENGTH) return refuse('too_long');

  const spellings = scheme === 'https' ? [secure] : [plain, secure];
  if (scheme === 'webcal' && secure.port === '') spellings.reverse();
  const named = spellings.find((url) => has(policy.allow, url));
  if (named !== undefined) return { ok: true, url: named, trusted: true };
  // The port of plain http, spelled out, would otherwise be asked for TLS.
  if (scheme !== 'https' && secure.port === '80') secure.port = '';
  return checkOwn(spellings, policy) ?? checkPublic(secure);
}

/** Null where the host is not ours. */
function checkOwn(spellings: readonly URL[], policy: UrlPolicy): CheckedUrl | null {
  const url = spellings.find((spelling) => has(policy.ownHosts, spelling));
  if (url === undefined) {
    const names = policy.ownHosts.map((entry) => parse(`http://${entry}`)).map((own) => own && bareHost(own));
    return spellings.some((spelling) => names.includes(bareHost(spelling))) ? refuse('own_host') : null;
  }
  const feed = policy.ownFeed?.(url) ?? 'none';
  if (feed === 'other') return { ok: true, url, trusted: true };
  return refuse(feed === 'own' ? 'own_feed' : 'own_host');
}

function checkPublic(url: URL): CheckedUrl {
  const host = bareHost(url);
  const literal = host.startsWith('[') ? host.slice(1, -1) : host;
  if (ipaddr.isValid(literal)) {
    if (!isPublicAddress(literal)) return refuse('private_address');
  } else if (isLocalName(host)) return refuse('local_name');
  if (url.port !== '' && url.port !== '80') return refuse('port');
  return { ok: true, url, trusted: false };
}

function parse(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (bareHost(url) === '') return null;
  url.hostname = bareHost(url);
  url.hash = '';
  return url;
}

/** Host without the root dot: `localhost.` is localhost. */
function bareHost(url: URL): string {
  return url.hostname.toLowerCase().replace(/\.+$/, '');
}

/** An entry without a port stands for both web ports. */
function has(list: readonly string[], url: URL): boolean {
  const wanted = hostPort(url);
  return list.some((entry) => {
    const listed = parse(`http://${entry}`);
    if (listed === null) return false;
    if (/:\d+$/.test(entry)) return hostPort(listed) === wanted;
    return [80, 443].some((port) => `${bareHost(listed)}:${port}` === wanted);
  });
}

/** Names that can only mean a machine nearby. RFC 6761, RFC 6762, RFC 8375, and ICANN's reservation of .internal. */
const LOCAL_SUFFIXES = ['localhost', 'localdomain', 'local', 'internal', 'intranet', 'lan', 'home.arpa'];

function isLocalName(host: string): boolean {
  if (!host.includes('.')) return true;
  return LOCAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Azure's host agent answers on a public-looking address from inside a virtual machine and hands out its settings. */
const METADATA_AT_PUBLIC_ADDRESS = ['168.63.129.16'];

/**
 * Whether an IP address, as text without brackets, lies on the public internet. Unreadable text is not public.
 * An IPv4 address inside an IPv6 one is judged as itself for ::ffff:0:0/96 and for NAT64 (64:ff9b::/96, RFC 6052);
 * other transitions (6to4, Teredo, IPv4-compatible ::/96) have no use today and are not public.
 */
export function isPublicAddress(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  // The library reads ::1.2.3.4 as ::ffff:1.2.3.4, though the first is the IPv4-compatible form.
  if (/^::\d+\./.test(ip)) return false;
  const address = ipaddr.parse(ip);
  if (address.kind() === 'ipv4') {
    return address.range() === 'unicast' && !METADATA_AT_PUBLIC_ADDRESS.includes(address.toString());
  }
  const bytes = address.toByteArray();
  const head = bytes
    .slice(0, 12)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  if (head === '00000000000000000000ffff' || head === '0064ff9b0000000000000000') {
    return isPublicAddress(bytes.slice(12).join('.'));
  }
  const isGlobalUnicast = ((bytes[0] ?? 0) & 0xe0) === 0x20;
  return isGlobalUnicast && address.range() === 'unicast';
}
