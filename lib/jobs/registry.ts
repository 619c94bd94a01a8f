import type { JobKind } from '#lib/platform/queue/contract.ts';
import { calendarSync } from './calendar-sync.ts';
import type { Handler, Registry } from './handler.ts';
import { housekeeping } from './housekeeping.ts';

/** Who does which kind of work. A kind of the contract without a handler does not compile. */
const HANDLERS = { 'calendar.sync': calendarSync, housekeeping } satisfies Record<JobKind, Handler>;

export const REGISTRY: Registry = HANDLERS;
