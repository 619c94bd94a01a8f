import type { Definition } from '../define.ts';
import * as arrivals from './arrivals.ts';
import * as availability from './availability.ts';
import * as blocks from './blocks.ts';
import * as calendars from './calendars.ts';
import * as conflicts from './conflicts.ts';
import * as connections from './connections.ts';
import * as deliveries from './deliveries.ts';
import * as events from './events.ts';
import * as feeds from './feeds.ts';
import * as foundClosures from './found-closures.ts';
import * as intake from './intake.ts';
import * as journal from './journal.ts';
import * as links from './links.ts';
import * as mappings from './mappings.ts';
import * as notices from './notices.ts';
import * as people from './people.ts';
import * as properties from './properties.ts';
import * as push from './push.ts';
import * as rates from './rates.ts';
import * as reservations from './reservations.ts';
import * as runs from './runs.ts';

/** Every endpoint, for /api/openapi.json. tests/architecture asserts that each route file's definition stands here. */
export const DEFINITIONS: readonly Definition[] = [
  arrivals,
  availability,
  blocks,
  calendars,
  conflicts,
  deliveries,
  events,
  connections,
  feeds,
  foundClosures,
  intake,
  journal,
  links,
  mappings,
  notices,
  people,
  properties,
  push,
  rates,
  reservations,
  runs,
].flatMap((module) => Object.values(module));
