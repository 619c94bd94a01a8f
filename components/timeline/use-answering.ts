'use client';

import { useCallback, useEffect, useRef } from 'react';

/** How long a press is given until what it asked for is seen. */
const ANSWER_MS = 200;

/**
 * For work that goes on for many frames: whether it has to let one pass for somebody who pressed a key or a pointer.
 * @returns tells it of work that was done last at that moment (milliseconds, as `performance.now()` counts)
 */
export function useAnswering(): (since: number) => boolean {
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const onPress = (event: Event) => {
      // A key that is held asks for what it passes, again and again.
      if (event instanceof KeyboardEvent && event.repeat) return;
      pressedAt.current = event.timeStamp;
    };
    const how = { capture: true, passive: true } as const;
    for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, onPress, how);
    return () => {
      for (const type of ['keydown', 'pointerdown']) window.removeEventListener(type, onPress, how);
    };
  }, []);
  return useCallback((since) => {
    const [at, now] = [pressedAt.current, performance.now()];
    // Whoever goes on pressing does not go on waiting for the rest.
    return at > since && now - at < ANSWER_MS && now - since < ANSWER_MS;
  }, []);
}
