import type { ExternalToast, toast as Sonner } from 'sonner';

/*
 * What is said in the corner of the screen. The part that draws it is fetched with the first press of anything, or the
 * first thing that is to be said: no page needs it to be looked at.
 */

type Title = Parameters<typeof Sonner>[0];
type Draw = Parameters<typeof Sonner.custom>[0];
type Id = string | number;
type Job = { readonly id: Id; readonly say: (sonner: typeof Sonner) => void };

let sonner: typeof Sonner | null = null;
let waiting: Job[] = [];
let wake: (() => void) | null = null;
let count = 0;

function put(id: Id | undefined, say: (sonner: typeof Sonner, id: Id) => void): Id {
  const its = id ?? `said-${++count}`;
  if (sonner) say(sonner, its);
  else {
    waiting.push({ id: its, say: (loaded) => say(loaded, its) });
    wake?.();
  }
  return its;
}

type Options = ExternalToast | undefined;

function say(title: Title, options?: Options): Id {
  return put(options?.id, (loaded, id) => loaded(title, { ...options, id }));
}

/** As sonner's; each answers with the id by which it can be changed or taken away. */
export const toast = Object.assign(say, {
  loading: (title: Title, options?: Options): Id =>
    put(options?.id, (loaded, id) => loaded.loading(title, { ...options, id })),
  error: (title: Title, options?: Options): Id =>
    put(options?.id, (loaded, id) => loaded.error(title, { ...options, id })),
  custom: (draw: Draw, options?: Options): Id =>
    put(options?.id, (loaded, id) => loaded.custom(draw, { ...options, id })),
  dismiss: (id: Id): void => {
    waiting = waiting.filter((job) => job.id !== id);
    sonner?.dismiss(id);
  },
});

/** Calls back once something waits to be said. @returns an end to that */
export function onFirstToast(listener: () => void): () => void {
  wake = listener;
  if (waiting.length > 0) listener();
  return () => {
    wake = null;
  };
}

/** From now on things are said at once; those that waited are said now. */
export function startToasts(loaded: typeof Sonner): void {
  sonner = loaded;
  const said = waiting;
  waiting = [];
  for (const job of said) job.say(loaded);
}
