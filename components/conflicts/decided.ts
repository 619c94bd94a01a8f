/** What somebody at this screen has just answered: the page is drawn anew then, and forgets where the focus was. */
let last: { readonly id: string; readonly isOpen: boolean } | null = null;

export function markDecided(id: string, isOpen: boolean): void {
  last = { id, isOpen };
}

/** True once, for the page that shows what came of the answer. */
export function takeDecided(id: string, isOpen: boolean): boolean {
  if (last?.id !== id || last.isOpen !== isOpen) return false;
  last = null;
  return true;
}
