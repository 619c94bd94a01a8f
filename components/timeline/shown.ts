/** What may be written into the nights of a row; the address and the cookie keep the choice. */
export const SHOWN = ['price', 'minStay', 'channels'] as const;
export type Shown = (typeof SHOWN)[number];
