'use client';

/*
 * Where the keyboard was before something opened over the page. Radix gives the focus back to the part that is marked as
 * a trigger; our dialogs are opened by keys, menu items and cells of the calendar, which are none.
 */

const OVER = '[role=dialog], [role=menu], [role=listbox]';
let last: HTMLElement | null = null;

if (typeof document !== 'undefined') {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(OVER)) last = target;
  });
}

/** For `onCloseAutoFocus`: back to where the focus last was on the page itself, if that is still there. */
export function returnFocus(event: Event): void {
  event.preventDefault();
  if (last?.isConnected) last.focus({ preventScroll: true });
}
