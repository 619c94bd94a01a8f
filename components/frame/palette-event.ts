export const PALETTE_EVENT = 'latchkey:palette';

export function openPalette(): void {
  window.dispatchEvent(new Event(PALETTE_EVENT));
}
