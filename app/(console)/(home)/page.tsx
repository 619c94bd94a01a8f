import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { arriving } from '#components/frame/arriving.tsx';
import { PageBody } from '#components/frame/page.tsx';
import { Days } from '#components/home/days.tsx';
import { HomeHead } from '#components/home/head.tsx';
import { HomeSkeleton } from '#components/home/home-skeleton.tsx';
import { KeepFresh } from '#components/home/keep-fresh.tsx';
import { countNeeds, NeedsList } from '#components/home/needs.tsx';
import { placeName } from '#components/home/place.ts';
import { Setup } from '#components/home/setup.tsx';
import { setupSteps } from '#components/home/setup-steps.ts';
import { Units } from '#components/home/units.tsx';
import { ExposureSection } from '#components/protection/exposure-section.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { readToday } from '#lib/domain/availability/today.ts';
import { evidenceOf } from '#lib/domain/calendars/source-rules.ts';
import { countOpenConflicts, listConflicts } from '#lib/domain/conflicts/queries.ts';
import { listEndingConnections, listTroubledConnections } from '#lib/domain/connections/attention.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { worstFirst } from '#lib/domain/protection/exposure-rules.ts';
import { listLatencies } from '#lib/domain/protection/read-latencies.ts';
import { exposuresIn, lightsOf, readEvidence } from '#lib/domain/protection/read-protection.ts';
import { countFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { bellState } from '#lib/domain/runs/bells.ts';
import { readNeeds } from './read-needs.ts';

/** Conflicts told here; the inbox has them all. */
const SHOWN_CONFLICTS = 5;
/** Counted no further. */
const MOST_WAITING = 999;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('nav'))('home') };
}

/** What needs a person, today and tomorrow, every unit. Twenty queries at most, in three round trips of waiting. */
async function HomePage({ searchParams }: Props) {
  const [{ ctx, role }, asked] = await Promise.all([requirePageCtx(), searchParams]);
  const [today, evidence, conflicts, conflictCount, accounts, ending, waiting, found, bell, latencies] =
    await Promise.all([
      readToday(ctx),
      readEvidence(ctx),
      listConflicts(ctx, { status: 'open', limit: SHOWN_CONFLICTS }),
      countOpenConflicts(ctx),
      listTroubledConnections(ctx),
      listEndingConnections(ctx),
      listWaiting(ctx, { limit: MOST_WAITING }),
      countFoundClosures(ctx),
      bellState(ctx),
      listLatencies(ctx),
    ]);
  const { calendars, linked, reads } = evidence;
  const at = ctx.clock.now();
  const now = at.toString();
  const needs = readNeeds({
    conflicts: conflicts.items,
    conflictCount,
    calendars,
    accounts,
    ending,
    waiting: waiting.items,
    found,
    told: evidence.told,
    reads,
    bell,
    appUrl: ctx.appUrl,
    nowMs: at.epochMilliseconds,
  });
  const steps = setupSteps(today, calendars, reads, {
    property: can(role, 'property.write'),
    calendar: can(role, 'calendar.configure'),
    reader: can(role, 'feed.configure'),
  });
  const stepsLeft = steps.filter((step) => !step.isDone).length;
  const hasUnits = today.properties.length > 0;
  const count = countNeeds(needs);
  // A calendar that a connected channel took over from says nothing any more; the channel does.
  const followed = calendars.filter((one) => one.supersededBy === null);
  const heardFrom = new Map(linked.map((one) => [one.connectionId, one.source]));
  const protections = new Map(lightsOf(evidence, at).map((light) => [light.unitId, light]));
  const names = new Map(
    today.properties.flatMap((property) =>
      property.units.map((unit) => [unit.id, placeName(property.name, unit.name)]),
    ),
  );
  return (
    <>
      <div className="print:hidden">
        <HomeHead
          count={count}
          stepsLeft={stepsLeft}
          evidence={evidenceOf([...followed, ...heardFrom.values()], at.epochMilliseconds)}
          mayBook={hasUnits && can(role, 'reservation.write')}
        />
      </div>
      <PageBody>
        <div className="contents print:hidden">
          {count > 0 ? (
            <NeedsList
              needs={needs}
              now={now}
              rights={{
                resolve: can(role, 'conflict.resolve'),
                sync: can(role, 'calendar.sync'),
                configure: can(role, 'calendar.configure'),
                connect: can(role, 'connection.configure'),
              }}
            />
          ) : null}
          {stepsLeft > 0 ? <Setup steps={steps} showsSample={!hasUnits} /> : null}
        </div>
        {hasUnits ? (
          <>
            <Days
              properties={today.properties}
              rights={{ seeLinks: can(role, 'feed.read'), share: can(role, 'feed.configure') }}
            />
            <div className="contents print:hidden">
              <Units
                today={today}
                protections={protections}
                page={Number([asked.units].flat()[0]) || 1}
                now={now}
              />
              <ExposureSection
                exposures={worstFirst(exposuresIn(evidence, at))}
                latencies={latencies}
                placeOf={(unitId) => names.get(unitId) ?? ''}
                now={now}
              />
            </div>
          </>
        ) : null}
      </PageBody>
      <KeepFresh isSyncing={calendars.some((one) => one.isActive && one.lastSyncStatus === 'pending')} />
    </>
  );
}

export default arriving(HomeSkeleton, HomePage);
