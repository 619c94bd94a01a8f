import { parseOwnUid } from '#lib/kernel/own-uid.ts';
import type { FeedDialect } from '../feed-contract.ts';
import type { ScannedFeed } from './scan.ts';

/** How each platform names itself, in PRODID and in its feeds' host. The first that fits counts, PRODID before host. */
const MARKS: readonly { readonly dialect: FeedDialect; readonly product: RegExp; readonly host: RegExp }[] = [
  { dialect: 'latchkey', product: /latchkey/i, host: /^$/ },
  { dialect: 'airbnb', product: /airbnb/i, host: /(^|\.)airbnb(\.[a-z]{2,3}){1,2}$/ },
  { dialect: 'booking', product: /admin\.booking\.com|booking\.com/i, host: /(^|\.)booking\.com$/ },
  {
    dialect: 'vrbo',
    product: /homeaway|\bvrbo\b|abritel|fewo-?direkt/i,
    host: /(^|\.)(vrbo|homeaway|abritel|fewo-direkt|bookabach|stayz)(\.[a-z]{2,3}){1,2}$/,
  },
  { dialect: 'expedia', product: /expedia/i, host: /(^|\.)expedia(partnercentral)?\.com$/ },
  { dialect: 'google', product: /google calendar/i, host: /^calendar\.google\.com$/ },
  { dialect: 'avito', product: /avito/i, host: /(^|\.)avito\.ru$/ },
  { dialect: 'sutochno', product: /sutochno/i, host: /(^|\.)sutochno\.(ru|com)$/ },
  { dialect: 'agoda', product: /agoda/i, host: /(^|\.)agoda\.com$/ },
  { dialect: 'smoobu', product: /smoobu/i, host: /(^|\.)smoobu\.com$/ },
  { dialect: 'guesty', product: /guesty/i, host: /(^|\.)guesty\.com$/ },
];

/** `host` is a hint: a feed that says in PRODID who wrote it is believed over the machine that served it. */
export function dialectOf(feed: Pick<ScannedFeed, 'productId' | 'events'>, host: string | null): FeedDialect {
  const byProduct = MARKS.find((mark) => mark.product.test(feed.productId));
  if (byProduct) return byProduct.dialect;
  const name = host?.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '') ?? '';
  const byHost = MARKS.find((mark) => name !== '' && mark.host.test(name));
  if (byHost) return byHost.dialect;
  const uid = feed.events[0]?.uid;
  return uid && parseOwnUid(uid.trim()) ? 'latchkey' : 'generic';
}

/** Platforms that sell nights themselves: a reservation of theirs carries their name. What aggregates others is 'ical'. */
const CHANNELS: ReadonlySet<FeedDialect> = new Set([
  'airbnb',
  'booking',
  'vrbo',
  'expedia',
  'avito',
  'sutochno',
  'agoda',
]);

export function channelOf(dialect: FeedDialect): string {
  return CHANNELS.has(dialect) ? dialect : 'ical';
}
