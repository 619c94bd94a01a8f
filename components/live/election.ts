export type ElectionHears = {
  readonly lead: () => void;
  /** Another tab took the lead away: this one was silent for too long. It stands again by itself. */
  readonly stepDown: () => void;
};

/**
 * Which tab of this browser leads: whoever holds the lock. A tab that closes lets go of it, and the browser hands it to
 * the one that has waited longest.
 */
export class Election {
  readonly #locks: LockManager;
  readonly #name: string;
  readonly #hears: ElectionHears;
  #waiting: AbortController | null = null;
  #letGo: (() => void) | null = null;
  #isOver = false;

  constructor(locks: LockManager, name: string, hears: ElectionHears) {
    this.#locks = locks;
    this.#name = name;
    this.#hears = hears;
  }

  stand(): void {
    if (this.#isOver || this.#waiting || this.#letGo) return;
    this.#waiting = new AbortController();
    void this.#request({ signal: this.#waiting.signal });
  }

  /** Takes the lead from a tab that is frozen: it cannot let go by itself. */
  take(): void {
    if (this.#isOver || this.#letGo) return;
    this.#waiting?.abort();
    this.#waiting = null;
    void this.#request({ steal: true });
  }

  leave(): void {
    this.#isOver = true;
    this.#waiting?.abort();
    this.#letGo?.();
  }

  async #request(options: LockOptions): Promise<void> {
    let letGo: (() => void) | null = null;
    await this.#locks
      .request(this.#name, options, () => {
        this.#waiting = null;
        if (this.#isOver || this.#letGo) return;
        const held = new Promise<void>((resolve) => {
          letGo = resolve;
        });
        this.#letGo = letGo;
        this.#hears.lead();
        return held;
      })
      .catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'AbortError') return; // left, or relieved
        this.#hears.lead(); // a browser that refuses locks (no storage for this site): each tab for itself
      });
    if (this.#isOver || !letGo || this.#letGo !== letGo) return;
    this.#letGo = null;
    this.#hears.stepDown();
    this.stand();
  }
}
