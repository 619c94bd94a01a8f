import type { Logger } from '#lib/platform/log.ts';
import { type QstashSettings, qstashClient, within } from './client.ts';
import { deliveryUrl } from './paths.ts';

const SCHEDULE_ID = 'latchkey-tick';
const SCHEDULE_MS = 10_000;

export type ScheduleSettings = QstashSettings & {
  readonly APP_URL: string;
  readonly QSTASH_SCHEDULE_MINUTES: number;
};

/** Every n minutes as a cron line; n that does not divide the hour rings once more at the full hour. */
export function everyMinutes(minutes: number): string {
  return minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`;
}

/**
 * Makes or updates the one schedule that is the safety net (a given id is an upsert). Called at each start; two
 * replicas at once write the same. Never throws: without it the built-in clock stands in, and says so.
 * @returns false where QStash is not configured or refused it
 */
export async function ensureSchedule(settings: ScheduleSettings, log: Logger): Promise<boolean> {
  const client = qstashClient(settings);
  if (!client) return false;
  try {
    await within(
      SCHEDULE_MS,
      client.schedules.create({
        scheduleId: SCHEDULE_ID,
        destination: deliveryUrl(settings.APP_URL, 'tick'),
        cron: everyMinutes(settings.QSTASH_SCHEDULE_MINUTES),
        body: '{}',
        headers: { 'content-type': 'application/json' },
        retries: 1,
        failureCallback: deliveryUrl(settings.APP_URL, 'failed'),
      }),
    );
    return true;
  } catch (error) {
    log.error({ err: error, appUrl: settings.APP_URL }, 'the QStash schedule could not be made');
    return false;
  }
}
