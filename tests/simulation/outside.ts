import { createHash } from 'node:crypto';
import type { Night } from '#lib/kernel/nights.ts';
import { OutboundError } from '#lib/platform/http-errors.ts';
import { calendarOf, type Platform, tell, textOf } from './platform.ts';
import type { Answer, Outside } from './process.ts';
import { todayOf, type World } from './world.ts';

/** One answer of a platform as it left it, to be compared with what we know once it was applied. */
export type Served = {
  readonly platform: Platform;
  readonly calendarId: string | null;
  readonly url: string;
  readonly askedAt: Temporal.Instant;
  /** Whole answers are believed to be answers; only this one was true. */
  readonly isTrue: boolean;
};

type Fault = 'status' | 'html' | 'cut' | 'nothing' | 'empty' | 'shrunken' | 'reissued';
const FAULTS: readonly Fault[] = [
  'status',
  'html',
  'cut',
  'nothing',
  'empty',
  'empty',
  'shrunken',
  'reissued',
];
/** More lies in a row than this are believed, by design: three like answers over half an hour. */
const LIES_AT_MOST = 2;

/** How the platforms answer, faults and all; every answer is noted in `served`. */
export function outsideOf(world: World, served: Served[]): Outside {
  return (address, etag) => {
    const platform = world.platforms.find((one) => one.url === address);
    if (!platform) return new OutboundError('http_status', 'There is no such calendar.', { status: 404 });
    const fault = chooseFault(world, platform);
    const note = (isTrue: boolean) =>
      served.push({
        platform,
        calendarId: platform.calendarId,
        url: address,
        askedAt: world.clock.now(),
        isTrue,
      });
    if (fault) world.log.push(`  ${platform.name} answers with a fault: ${fault}`);
    switch (fault) {
      case 'status':
        return new OutboundError('http_status', 'The server is unwell.', { status: 503 });
      case 'html':
        return documentOf('<!doctype html><title>Sign in</title>');
      case 'nothing':
        return documentOf('');
      case 'cut': {
        const text = textNow(world, platform);
        return documentOf(
          text.slice(0, Math.floor(text.length * world.random.next())).slice(0, text.length - 20),
        );
      }
      case 'empty':
      case 'shrunken': {
        platform.lies += 1;
        note(false);
        const events = calendarOf(platform, todayOf(world), world.random);
        return documentOf(textOf(platform, fault === 'empty' ? [] : events.slice(0, 1), world.clock.now()));
      }
      case 'reissued':
        for (const item of platform.items) item.uid = uidOf(world, platform.name);
    }
    note(true);
    const events = world.random.shuffled(calendarOf(platform, todayOf(world), world.random));
    const tag = createHash('sha256')
      .update(JSON.stringify(events.sort((a, b) => (a.from < b.from ? -1 : 1))))
      .digest('hex');
    const tagged = platform.dialect === 'booking' ? `"${tag}"` : null;
    if (tagged !== null && tagged === etag) return { kind: 'not_modified' };
    return documentOf(textOf(platform, world.random.shuffled(events), world.clock.now()), tagged);
  };
}

export function uidOf(world: World, name: string): string {
  return `${world.random.int(0, 1e9).toString(36)}@${name}`;
}

function textNow(world: World, platform: Platform): string {
  return textOf(platform, calendarOf(platform, todayOf(world), world.random), world.clock.now());
}

function chooseFault(world: World, platform: Platform): Fault | null {
  if (!world.faults || !world.random.chance(0.2)) return null;
  const fault = world.random.pick(FAULTS);
  if (fault !== 'empty' && fault !== 'shrunken') return fault;
  const told = platform.items.filter(
    (item) => item.isActive && item.isTold && isToCome(item.nights.checkOut, world),
  );
  // Of few events a loss is no lie that anybody could see through.
  const isSeenThrough = fault === 'empty' ? told.length > 0 : told.length >= 4;
  return isSeenThrough && platform.lies < LIES_AT_MOST ? fault : null;
}

function isToCome(checkOut: Night, world: World): boolean {
  return checkOut > todayOf(world);
}

function documentOf(text: string, etag: string | null = null): Answer {
  return {
    kind: 'document',
    status: 200,
    bytes: new TextEncoder().encode(text),
    etag,
    lastModified: null,
    contentType: 'text/calendar',
    finalUrl: 'https://example.org',
    redirects: 0,
  };
}

/** Notes what a process that came to its orderly end has been told, in the order in which it asked. */
export function settleServed(served: readonly Served[]): void {
  for (const { platform, calendarId, url, askedAt, isTrue } of served) {
    const isStale = platform.answeredAt && Temporal.Instant.compare(platform.answeredAt, askedAt) > 0;
    if (isStale || calendarId === null) continue;
    if (platform.calendarId !== calendarId || platform.url !== url) continue;
    platform.answeredAt = askedAt;
    if (!isTrue) continue;
    platform.lies = 0;
    for (const item of platform.items) {
      if (item.isActive && Temporal.Instant.compare(item.changedAt, askedAt) <= 0) tell(item, askedAt);
    }
  }
}
