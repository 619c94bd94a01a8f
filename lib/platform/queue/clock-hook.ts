// Next builds each entry as a module graph of its own; the clock that the server started is found through globalThis.
const holder: { latchkeyClock?: (() => void) | undefined } = globalThis as { latchkeyClock?: () => void };

/** Rings the built-in clock of this process, if one runs here. */
export function clockHook(): (() => void) | undefined {
  return holder.latchkeyClock;
}

export function setClockHook(poke: (() => void) | undefined): void {
  holder.latchkeyClock = poke;
}
