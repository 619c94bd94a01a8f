import type { Flow, Link, Offer, RelinkAnswer } from '#lib/domain/links/schemas.ts';

export type { Flow, Offer };
/** A unit and its listing at Avito. */
export type AvitoLink = Link;
export type LinkStatus = Link['status'];
export type Item = NonNullable<Offer['items']>[number];
/** channel: Avito itself says so, when it is asked about the one. */
export type Taken = NonNullable<Item['taken']> | 'channel';
export type NightPrice = {
  readonly night: string;
  readonly price: { readonly amount: number; readonly currency: string } | null;
};
export type Away = Extract<RelinkAnswer, { flow: string }>;

/** Something of ours that a listing is, or can be, connected to. */
export type Place = { readonly unitId: string; readonly unitName: string; readonly propertyId: string };

/** What a role may do with links. */
export type AvitoRights = { readonly configure: boolean; readonly sync: boolean };
