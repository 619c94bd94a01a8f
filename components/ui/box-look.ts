/** What everything that is typed or chosen in looks like. */
export const BOX_LOOK =
  'w-full min-w-0 rounded-md border border-line-strong bg-overlay px-2.5 text-base text-ink transition-colors duration-150 hover:border-ink-3 focus-visible:border-focus focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad';
