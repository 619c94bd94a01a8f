/** Long work on one thread lets others in between: call it once per item. */
export type Breath = () => Promise<void> | null;

const EVERY_ITEMS = 200;
const MAX_HOLD_MS = 30;

/** Null while there is no need to wait; otherwise a promise that settles once the event loop has been round. */
export function takeBreath(): Breath {
  let items = 0;
  let since = performance.now();
  return () => {
    if (++items % EVERY_ITEMS !== 0 || performance.now() - since < MAX_HOLD_MS) return null;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
