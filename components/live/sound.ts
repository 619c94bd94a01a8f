import { isSoundOn } from './sound-chosen.ts';

/*
 * A sound for a new booking. Made here, so that nothing else is loaded.
 */

const LOCK = 'latchkey-sound';
/** A browser that waits for a click leaves the question open: so long it is asked. */
const PATIENCE_MS = 400;
/** Tabs of one browser hear of a booking within milliseconds of each other; one of them sounds. */
const ONE_MS = 2_000;

/** played; elsewhere: another tab does it; held: the browser waits for a click; unsupported: it makes no sound at all. */
export type Heard = 'played' | 'elsewhere' | 'held' | 'unsupported';

let context: AudioContext | null = null;
/** Sounds that are wanted or under way. Without any the context rests: one that runs keeps the machine awake. */
let wanted = 0;

function rest(): void {
  if (wanted === 0) void context?.suspend();
}

/** Two notes, the second higher: 0.6 seconds, quiet. `alone`: whatever other tabs do. */
export async function playSound(alone = false): Promise<Heard> {
  if (typeof AudioContext === 'undefined') return 'unsupported';
  context ??= new AudioContext();
  const audio = context;
  wanted += 1;
  try {
    await Promise.race([audio.resume(), wait(PATIENCE_MS)]);
    if (audio.state !== 'running') return 'held';
    if (alone || !navigator.locks) {
      await ring(audio);
      return 'played';
    }
    return await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock): Promise<Heard> => {
      if (!lock) return 'elsewhere';
      await Promise.all([ring(audio), wait(ONE_MS)]);
      return 'played';
    });
  } finally {
    wanted -= 1;
    rest();
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The first click or key in a page allows it to sound from then on. @returns ends the waiting */
export function allowSoundByTouch(): () => void {
  const allow = () => {
    end();
    if (!isSoundOn() || typeof AudioContext === 'undefined') return;
    context ??= new AudioContext();
    void context.resume().then(rest);
  };
  const end = () => {
    for (const kind of ['pointerdown', 'keydown']) window.removeEventListener(kind, allow, true);
  };
  for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, allow, true);
  return end;
}

const NOTES = [
  { hertz: 659.25, at: 0 },
  { hertz: 987.77, at: 0.13 },
] as const;
const LOUD = 0.16;
const LASTS = 0.45;

/** Resolves once it has sounded. */
function ring(audio: AudioContext): Promise<void> {
  const start = audio.currentTime + 0.02;
  for (const { hertz, at } of NOTES) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.type = 'sine';
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, start + at);
    volume.gain.exponentialRampToValueAtTime(LOUD, start + at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + at + LASTS);
    tone.connect(volume).connect(audio.destination);
    tone.start(start + at);
    tone.stop(start + at + LASTS);
  }
  return wait(1_000);
}
