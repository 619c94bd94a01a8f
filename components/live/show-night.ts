const SHOW_NIGHT = 'latchkey:show-night';

/** Brings a night into sight where the calendar is open already. @returns false where it is not */
export function showNight(night: string): boolean {
  return !window.dispatchEvent(new CustomEvent(SHOW_NIGHT, { detail: night, cancelable: true }));
}

/** For the calendar: what to do when a night is to be shown. @returns ends it */
export function onShowNight(show: (night: string) => void): () => void {
  const hear = (event: Event) => {
    if (!(event instanceof CustomEvent) || typeof event.detail !== 'string') return;
    event.preventDefault(); // it is taken care of: nobody goes anywhere
    show(event.detail);
  };
  window.addEventListener(SHOW_NIGHT, hear);
  return () => window.removeEventListener(SHOW_NIGHT, hear);
}
