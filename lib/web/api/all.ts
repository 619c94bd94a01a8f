import type { Definition } from '../define.ts';
import * as calendars from './calendars.ts';
import * as feeds from './feeds.ts';
import * as people from './people.ts';
import * as properties from './properties.ts';
import * as runs from './runs.ts';

/** Every endpoint, for /api/openapi.json. tests/architecture asserts that each route file's definition stands here. */
export const DEFINITIONS: readonly Definition[] = [calendars, feeds, people, properties, runs].flatMap(
  (module) => Object.values(module),
);
