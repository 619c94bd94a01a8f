import { setTimeout as pause } from 'node:timers/promises';

const READY_MS = 120_000;

/**
 * Waits until a page answers without a server error. Throws where that takes two minutes, or as soon as `gone`
 * settles: what was to answer has ended.
 */
export async function untilAnswers(url: string, gone: Promise<string>): Promise<void> {
  let ended: string | null = null;
  gone.then((how) => {
    ended = how;
  });
  const deadline = performance.now() + READY_MS;
  let last = 'no answer';
  while (performance.now() < deadline) {
    if (ended !== null) throw new Error(`What should answer ${url} has ended (${ended}).`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) =>
      String(error),
    );
    if (typeof answer !== 'string') {
      await answer.body?.cancel();
      if (answer.status < 500) return;
    }
    last = typeof answer === 'string' ? answer : `status ${answer.status}`;
    await pause(100);
  }
  throw new Error(`${url} has not answered for two minutes (${last}).`);
}
