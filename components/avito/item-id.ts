/** Avito's ids are digits; twenty hold any that fits its own type. */
const ID = /^\d{3,20}$/;

/**
 * The id of a listing as people bring it: the number, the number with its sign as the page shows it ("№ 1 234 567 890"),
 * or the page's whole address, which ends in it. Null where there is none.
 */
export function itemIdOf(text: string): string | null {
  const bare = text.replace(/\s/g, '').replace(/^[№#]/, '');
  if (ID.test(bare)) return bare;
  const inAddress = /avito\.ru\/[^?#]*?(\d{3,20})\/?(?:[?#].*)?$/i.exec(bare);
  return inAddress?.[1] ?? null;
}
