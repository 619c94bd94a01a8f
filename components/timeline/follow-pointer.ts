import type { GridReach } from './grid-place.ts';

/** Where a pointer is, and over what: `began` and `day` in days of the canvas, which may scroll under it. */
export type Spot = {
  readonly x: number;
  readonly y: number;
  readonly began: number;
  readonly day: number;
};

/** What a pointer that is held down carries. Nothing is told before it is taken. */
export type Carried = {
  /** Pixels before a press is a drag. At 0 it is one at once. */
  readonly slack: number;
  readonly take?: () => void;
  /** The pointer is elsewhere, or the days under it are. */
  readonly follow: (spot: Spot) => void;
  readonly letDown: () => void;
  /** By Escape, by the system, or where nobody could hear it. */
  readonly letGo: () => void;
};

/**
 * Follows the pointer of a press until it ends. Near the edge the days move on under it. The window is listened to and
 * not what was pressed, which may be drawn anew or scrolled away.
 * @returns tells of a release that came before anybody listened
 */
export function followPointer(
  press: PointerEvent,
  reach: GridReach,
  { slack, take, follow, letDown, letGo }: Carried,
): (release: PointerEvent) => void {
  const dayAt = (x: number) => {
    const { left, dayWidth } = reach.place();
    return (x - left) / dayWidth;
  };
  const began = dayAt(press.clientX);
  let at = { x: press.clientX, y: press.clientY };
  let isTaken = false;
  let frame = 0;

  function tell(): void {
    if (!isTaken) {
      isTaken = true;
      take?.();
      frame = requestAnimationFrame(nudge);
    }
    follow({ ...at, began, day: dayAt(at.x) });
  }
  function nudge(): void {
    if (reach.nudge(at.x, at.y)) tell();
    frame = requestAnimationFrame(nudge);
  }
  function onMove(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    if (event.buttons === 0) {
      onEnd(event); // let go where nobody could hear it
      return;
    }
    at = { x: event.clientX, y: event.clientY };
    if (isTaken || Math.hypot(at.x - press.clientX, at.y - press.clientY) >= slack) tell();
  }
  function onEnd(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    end();
    if (!isTaken) return;
    if (event.type !== 'pointerup') {
      letGo();
      return;
    }
    at = { x: event.clientX, y: event.clientY };
    tell();
    letDown();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !isTaken) return;
    event.preventDefault();
    event.stopPropagation();
    end();
    letGo();
  }
  function end(): void {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onEnd);
    window.removeEventListener('pointercancel', onEnd);
    window.removeEventListener('keydown', onKey, { capture: true });
  }
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onEnd);
  window.addEventListener('pointercancel', onEnd);
  window.addEventListener('keydown', onKey, { capture: true });
  if (slack === 0) tell();
  return onEnd;
}
