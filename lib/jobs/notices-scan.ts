import { scanNotices } from '#lib/domain/notices/scan.ts';
import { normaliseEmail } from '#lib/domain/people/rules.ts';
import { instanceHandler } from './handler.ts';
import { heartbeat } from './heartbeat.ts';
import { again } from './outcome.ts';

const EVERY_SECONDS = 60;

/** Tells people what is wrong, then tells the world that we live: where the first fails, the second stays silent. */
export const noticesScan = instanceHandler('notices.scan', async (world) => {
  const told = await scanNotices(world, world.env.OPERATOR_EMAILS.map(normaliseEmail));
  if (told.raised + told.closed > 0) world.log.info({ told }, 'notices');
  await heartbeat(world);
  return again(world.clock.now().add({ seconds: EVERY_SECONDS }));
});
