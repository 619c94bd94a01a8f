import { afterPaint } from './after-paint.ts';

/** About as long as a hand holds a key, milliseconds. */
const HELD_MS = 120;

/**
 * Does something dear once the key that asked for it has been let go, or has been held for a while, and what that changed
 * has been seen: to let go is a press of its own, which would wait for all of it.
 */
export function afterPress(work: () => void): void {
  const heard = new AbortController();
  const go = () => {
    heard.abort();
    clearTimeout(timer);
    afterPaint(work);
  };
  const timer = setTimeout(go, HELD_MS);
  window.addEventListener('keyup', go, { signal: heard.signal, capture: true, passive: true });
}
