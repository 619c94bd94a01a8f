import { z } from 'zod';
import { ControlError } from '../core/problems.ts';
import type { AvitoHost } from './host.ts';
import { newAccount, newItem } from './seeds.ts';
import { type Account, ITEM_STATUSES, type Item } from './world.ts';

const IdSchema = z.string().regex(/^[1-9]\d{2,18}$/, 'digits');

const ItemFields = {
  title: z.string().min(1).max(200).optional(),
  address: z.string().max(300).optional(),
  status: z.enum(ITEM_STATUSES).optional(),
  quotas: z.boolean().optional(),
  units: z.int().positive().max(50).optional(),
  sleeps: z.int().positive().max(50).optional(),
  /** Roubles a night. */
  price: z.int().positive().optional(),
  minNights: z.int().min(1).max(30).optional(),
};
export const NewAccountSchema = z.strictObject({
  id: IdSchema.optional(),
  name: z.string().min(1).max(200),
  email: z.string().max(200).optional(),
  employee: z.boolean().optional(),
  items: z.array(z.strictObject({ ...ItemFields, id: IdSchema.optional() })).optional(),
});
export const ItemChangeSchema = z.strictObject({
  ...ItemFields,
  /** A known one is changed; otherwise it is added, under this id or a new one. */
  id: IdSchema.optional(),
  account: z.string().optional(),
  remove: z.boolean().optional(),
});

/** Another host with its adverts. Throws ControlError 409 for an id that is taken. */
export function addAccount(host: AvitoHost, wish: z.infer<typeof NewAccountSchema>) {
  const { accounts } = host.store.state;
  const id = wish.id ?? fresh(accounts, 300_000_000, 37);
  if (accounts.some((one) => one.id === id)) throw new ControlError(409, `Account ${id} exists.`);
  const made: Account = newAccount({ ...wish, id });
  accounts.push(made);
  const items = (wish.items ?? []).map((item) => changeItem(host, { ...item, account: id }).item);
  return { account: made, items };
}

/** Adds, changes or removes an advert. Throws ControlError 404 for an unknown account or advert. */
export function changeItem(
  host: AvitoHost,
  wish: z.infer<typeof ItemChangeSchema>,
): { made: boolean; item: Item } {
  const { state } = host.store;
  const { id, account, remove, ...fields } = wish;
  const known = state.items.find((one) => one.id === id);
  const updatedAt = host.clock.now().toString();
  if (!known) {
    if (remove) throw new ControlError(404, `There is no advert "${id}".`);
    const owner = host.store.account(account ?? state.accounts[0]?.id ?? '');
    const made = newItem({
      ...fields,
      id: id ?? fresh(state.items, 8_100_000_000, 113),
      accountId: owner.id,
      updatedAt,
    });
    state.items.push(made);
    return { made: true, item: made };
  }
  if (remove) {
    state.items = state.items.filter((one) => one !== known);
    state.bookings = state.bookings.filter((one) => one.itemId !== known.id);
    delete state.days[known.id];
    return { made: false, item: known };
  }
  const { price, minNights, ...plain } = fields;
  const said = Object.entries(plain).filter(([, value]) => value !== undefined);
  Object.assign(known, Object.fromEntries(said), { updatedAt });
  known.base.nightPrice = price ?? known.base.nightPrice;
  known.base.minimalDuration = minNights ?? known.base.minimalDuration;
  return { made: false, item: known };
}

/** An id after all there are. */
function fresh(taken: readonly { readonly id: string }[], least: number, step: number): string {
  return String(Math.max(least, ...taken.map((one) => Number(one.id)).filter(Number.isSafeInteger)) + step);
}
