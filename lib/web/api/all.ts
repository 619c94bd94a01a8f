import type { Definition } from '../define.ts';
import * as analytics from './analytics.ts';
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
import * as messages from './messages.ts';
import * as moves from './moves.ts';
import * as notices from './notices.ts';
import * as people from './people.ts';
import * as properties from './properties.ts';
import * as protection from './protection.ts';
import * as push from './push.ts';
import * as rates from './rates.ts';
import * as reservations from './reservations.ts';
import * as runs from './runs.ts';
import * as turnovers from './turnovers.ts';

/** Every endpoint, for /api/openapi.json. tests/architecture asserts that each route file's definition stands here. */
export const DEFINITIONS: readonly Definition[] = [
  analytics,
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
  messages,
  moves,
  notices,
  people,
  properties,
  protection,
  push,
  rates,
  reservations,
  runs,
  turnovers,
].flatMap((module) => Object.values(module));
