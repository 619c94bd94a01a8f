import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import type { ConnectionState, ProviderName } from '#lib/domain/connections/schemas.ts';
import type { Run } from '#lib/domain/runs/schemas.ts';
import type { RunSubject } from './runs-list.tsx';

type Known = {
  calendars: readonly {
    id: string;
    name: string;
    color: string;
    propertyName: string;
    unitName: string | null;
  }[];
  accounts: readonly { id: string; name: string; provider: ProviderName }[];
  properties: readonly { id: string; name: string; units: readonly { id: string; name: string }[] }[];
};

/** Accounts by their connection, those that were disconnected too. */
export function accountsOf(connections: readonly ConnectionState[]): Known['accounts'][number][] {
  return connections.flatMap(({ id, account, provider }) =>
    id && account ? [{ id, name: account.name, provider }] : [],
  );
}

/** The hue of a channel, as the calendar draws it. */
const hueOf = (provider: string) => `var(--ch-${provider}-edge)`;
const channelName = (provider: string) => CHANNEL_NAMES[provider] ?? provider;

/** What each run was about, by run id. A calendar that was removed since is missing here. */
export function subjectsOf(
  runs: readonly Run[],
  known: Known,
  words: { all: string },
): Record<string, RunSubject> {
  const calendars = new Map(known.calendars.map((one) => [one.id, one]));
  const places = new Map(
    known.properties.flatMap((property) => [
      [property.id, property.name] as const,
      ...property.units.map((unit) => [unit.id, unit.name] as const),
    ]),
  );
  const accounts = new Map(known.accounts.map((one) => [one.id, one]));
  const subjects: Record<string, RunSubject> = {};
  for (const run of runs) {
    if (run.kind === 'calendars') {
      const place = run.calendarId ? (places.get(run.calendarId) ?? null) : null;
      subjects[run.id] = { name: words.all, place, color: null };
      continue;
    }
    const account = accounts.get(run.connectionId ?? '');
    if (account) {
      const { name, provider } = account;
      subjects[run.id] = { name, place: channelName(provider), color: hueOf(provider) };
      continue;
    }
    const calendar = calendars.get(run.calendarId ?? '');
    if (!calendar) continue;
    const { propertyName, unitName } = calendar;
    subjects[run.id] = {
      name: calendar.name,
      place: unitName && unitName !== propertyName ? `${propertyName}, ${unitName}` : propertyName,
      color: calendar.color,
    };
  }
  return subjects;
}
