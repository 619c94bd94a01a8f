import { and, eq, inArray, isNotNull, lt, notExists, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { externalCalendars, feedFetches, inboundMessages } from '#db/schema/calendars.ts';
import {
  connectFlows,
  connections,
  machineTokens,
  PROVIDERS,
  quarantine,
  queueMessages,
  webhookCalls,
} from '#db/schema/connections.ts';
import { notices } from '#db/schema/notices.ts';
import { deliveries } from '#db/schema/push.ts';
import { connectSteps } from '#db/schema/steps.ts';
import { jobs, queueDeliveries, runs } from '#db/schema/work.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { INTERRUPTED } from '#lib/domain/runs/history.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { JobPayload } from '#lib/platform/queue/contract.ts';
import { instanceHandler } from './handler.ts';
import { again } from './outcome.ts';

const EVERY_HOURS = 1;
const KEEP_DAYS = { messages: 90, notices: 90, fetches: 180, deliveries: 2, flows: 1, tokens: 30, runs: 365 };
/** No sync takes this long: a run that still runs belongs to a process that ended. */
const RUN_MINUTES = 30;

/** Throws away what is past its keeping, ends runs that nobody works on, and finds what nobody polls any more. */
export const housekeeping = instanceHandler('housekeeping', async (world) => {
  await purge(world);
  await endAbandonedRuns(world);
  const found = await oweLostPolls(world);
  if (found > 0) world.log.warn({ found }, 'calendars and connections that no job was polling');
  return again(world.clock.now().add({ hours: EVERY_HOURS }));
});

/** The instance's own recurring work is there from the first ring on. Two at once: the index lets one in. */
export async function oweOwnWork(
  world: Pick<Deps, 'db' | 'clock'>,
  kind: 'housekeeping' | 'notices.scan',
): Promise<void> {
  const [known] = await world.db.select({ id: jobs.id }).from(jobs).where(eq(jobs.kind, kind)).limit(1);
  if (known) return;
  const now = world.clock.now();
  await world.db
    .insert(jobs)
    .values({ id: newId('job'), kind, key: kind, payload: {}, dueAt: now, createdAt: now })
    .onConflictDoNothing();
}

export const oweHousekeeping = (world: Pick<Deps, 'db' | 'clock'>) => oweOwnWork(world, 'housekeeping');

type World = Pick<Deps, 'db' | 'clock'>;

async function purge({ db, clock }: World): Promise<void> {
  const before = (days: number) => clock.now().subtract({ hours: days * 24 });
  // By when it was last told: an answer that still comes is counted on its row and stays.
  await db.delete(inboundMessages).where(lt(inboundMessages.lastSeenAt, before(KEEP_DAYS.messages)));
  await db.delete(feedFetches).where(lt(feedFetches.at, before(KEEP_DAYS.fetches)));
  await db.delete(queueDeliveries).where(lt(queueDeliveries.receivedAt, before(KEEP_DAYS.deliveries)));
  await db.delete(webhookCalls).where(lt(webhookCalls.receivedAt, before(KEEP_DAYS.messages)));
  await db
    .delete(queueMessages)
    .where(and(isNotNull(queueMessages.ackedAt), lt(queueMessages.lastSeenAt, before(KEEP_DAYS.messages))));
  // Of a key that nobody uses any more; one that is used is renewed every hour.
  await db.delete(machineTokens).where(lt(machineTokens.updatedAt, before(KEEP_DAYS.tokens)));
  await db.delete(deliveries).where(lt(deliveries.startedAt, before(KEEP_DAYS.messages)));
  await db.delete(connectFlows).where(lt(connectFlows.expiresAt, before(KEEP_DAYS.flows)));
  await db.delete(connectSteps).where(lt(connectSteps.expiresAt, before(KEEP_DAYS.flows)));
  await db.delete(quarantine).where(lt(quarantine.settledAt, before(KEEP_DAYS.messages)));
  // With the messages of it.
  await db.delete(notices).where(lt(notices.closedAt, before(KEEP_DAYS.notices)));
  await db.delete(runs).where(lt(runs.startedAt, before(KEEP_DAYS.runs)));
}

/** For calendars that never sync again by themselves (paused, deleted): the others end theirs when they next start. */
async function endAbandonedRuns({ db, clock }: World): Promise<void> {
  const now = clock.now();
  await db
    .update(runs)
    .set({ status: 'error', finishedAt: now, errors: [INTERRUPTED] })
    .where(and(eq(runs.status, 'running'), lt(runs.startedAt, now.subtract({ minutes: RUN_MINUTES }))));
}

type Lost = { readonly id: string; readonly orgId: string };

/** After a restore, or a defect of ours: what is live and has no job would never be asked again, in silence. */
async function oweLostPolls(world: World & Pick<Deps, 'channels'>): Promise<number> {
  const lostCalendars = await findLostCalendars(world.db);
  await owe(world, lostCalendars, 'calendar.sync', (calendarId) => ({ calendarId, trigger: 'schedule' }));
  const lostConnections = await findLostConnections(world.db, 'connection.sync', PROVIDERS);
  await owe(world, lostConnections, 'connection.sync', (connectionId) => ({
    connectionId,
    trigger: 'schedule',
  }));
  const withQueues = PROVIDERS.filter((name) => world.channels[name]?.provider.queues);
  const lostQueues = await findLostConnections(world.db, 'queues.poll', withQueues);
  await owe(world, lostQueues, 'queues.poll', (connectionId) => ({ connectionId }));
  const byListing = PROVIDERS.filter((name) => world.channels[name]?.perListing);
  const lostPolls = await findLostConnections(world.db, 'listings.poll', byListing, hasPolls);
  await owe(world, lostPolls, 'listings.poll', (connectionId) => ({ connectionId }));
  const told = PROVIDERS.filter((name) => world.channels[name]?.provider.push);
  const lostReads = await findLostConnections(world.db, 'channel.read', told, hasActive);
  await owe(world, lostReads, 'channel.read', (connectionId) => ({ connectionId }));
  const lostPushes = await findLostConnections(world.db, 'channel.push', told, isOwed);
  await owe(world, lostPushes, 'channel.push', (connectionId) => ({ connectionId }));
  return [lostCalendars, lostConnections, lostQueues, lostPolls, lostReads, lostPushes].flat().length;
}

const hasActive = sql`exists (
  select 1 from mappings m where m.connection_id = ${connections.id} and m.stage = 'active' and m.is_sync_on)`;
const hasPolls = sql`exists (select 1 from listing_polls p where p.connection_id = ${connections.id})`;
const isOwed = sql`exists (
  select 1 from push_states p where p.connection_id = ${connections.id} and p.dirty_from is not null)`;

type LostKind = 'connection.sync' | 'queues.poll' | 'listings.poll' | 'channel.read' | 'channel.push';

async function owe<K extends 'calendar.sync' | LostKind>(
  { db, clock }: World,
  lost: readonly Lost[],
  kind: K,
  payloadOf: (id: string) => JobPayload<K>,
): Promise<void> {
  const now = clock.now();
  for (const { id, orgId } of lost) {
    await db
      .insert(jobs)
      .values({ id: newId('job'), orgId, kind, key: id, payload: payloadOf(id), dueAt: now, createdAt: now })
      .onConflictDoNothing();
  }
}

const AT_MOST = 1000;

function findLostCalendars(db: Database): Promise<Lost[]> {
  const itsJob = db
    .select({ one: sql`1` })
    .from(jobs)
    .where(and(eq(jobs.kind, 'calendar.sync'), eq(jobs.key, externalCalendars.id)));
  return db
    .select({ id: externalCalendars.id, orgId: externalCalendars.orgId })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.isActive, true), notExists(itsJob)))
    .limit(AT_MOST);
}

function findLostConnections(
  db: Database,
  kind: LostKind,
  providers: readonly (typeof PROVIDERS)[number][],
  which?: SQL,
): Promise<Lost[]> {
  const itsJob = db
    .select({ one: sql`1` })
    .from(jobs)
    .where(and(eq(jobs.kind, kind), eq(jobs.key, connections.id)));
  return db
    .select({ id: connections.id, orgId: connections.orgId })
    .from(connections)
    .where(
      and(
        inArray(connections.status, ['connected', 'limited', 'error']),
        inArray(connections.provider, [...providers]),
        which,
        notExists(itsJob),
      ),
    )
    .limit(AT_MOST);
}
