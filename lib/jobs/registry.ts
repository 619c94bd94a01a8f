import type { JobKind } from '#lib/platform/queue/contract.ts';
import { calendarSync } from './calendar-sync.ts';
import { channelPush } from './channel-push.ts';
import { channelRead } from './channel-read.ts';
import { connectionSync } from './connection-sync.ts';
import type { Handler, Registry } from './handler.ts';
import { housekeeping } from './housekeeping.ts';
import { listingsPoll } from './listings-poll.ts';
import { noticeSend } from './notice-send.ts';
import { noticesScan } from './notices-scan.ts';
import { queuesPoll } from './queues-poll.ts';
import { reservationFetch } from './reservation-fetch.ts';
import { telegramReceive } from './telegram-receive.ts';

/** Who does which kind of work. A kind of the contract without a handler does not compile. */
const HANDLERS = {
  'calendar.sync': calendarSync,
  'connection.sync': connectionSync,
  'reservation.fetch': reservationFetch,
  'channel.push': channelPush,
  'channel.read': channelRead,
  'queues.poll': queuesPoll,
  'listings.poll': listingsPoll,
  'notice.send': noticeSend,
  'notices.scan': noticesScan,
  'telegram.receive': telegramReceive,
  housekeeping,
} satisfies Record<JobKind, Handler>;

export const REGISTRY: Registry = HANDLERS;
