/* What the demo's world is made of, as it is written down. */

export type Days = { readonly from: number; readonly nights: number };
export type SeedStay = Days & {
  /** The unit by its name; the property's only one where nothing is said. */
  readonly unit?: string;
  readonly guest: { readonly name: string; readonly email?: string; readonly phone?: string };
  readonly guests?: number;
  /** Minor units of the property's currency. */
  readonly total?: number;
  readonly note?: string;
};
export type SeedBlock = Days & { readonly unit?: string; readonly reason: string };
export type SeedCalendar = {
  readonly name: string;
  /** `/ical/<feed>.ics` of the sandbox. */
  readonly feed: string;
  readonly unit?: string;
  readonly color: string;
};
export type SeedSubscriber = {
  readonly name: string;
  /** The unit by its name, or the whole property. */
  readonly unit?: string | null;
  readonly privacy: 'busy' | 'first_name' | 'code';
  /** Name of the calendar that is its counterpart. */
  readonly source?: string;
};
export type SeedUnit = {
  readonly name: string;
  readonly partOf?: string;
  readonly preparationNights?: number;
};
export type SeedProperty = {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly checkInTime?: string;
  readonly checkOutTime?: string;
  /** The first renames the unit that the property is made with; none: it keeps the property's name. */
  readonly units: readonly SeedUnit[];
  readonly stays: readonly SeedStay[];
  readonly blocks: readonly SeedBlock[];
  readonly calendars: readonly SeedCalendar[];
  readonly subscribers: readonly SeedSubscriber[];
  /** From today on, the same for every night; minor units. */
  readonly rates?: { readonly price: number; readonly minStay: number; readonly nights: number };
};
export type SeedPerson = {
  readonly name: string;
  readonly email: string;
  readonly role: 'owner' | 'admin' | 'manager' | 'viewer';
};
/** An account at a channel: connected through its consent page, its listings mapped. */
export type SeedConnection = {
  readonly provider: 'airbnb' | 'booking';
  readonly account: string;
  readonly mappings: readonly {
    /** The channel's id. */
    readonly listing: string;
    readonly property: string;
    readonly unit?: string;
    /** Several like ones that the channel sells as one room type. */
    readonly units?: readonly string[];
  }[];
};
/** One listing of an account, connected from its unit in steps. */
export type SeedLink = {
  readonly provider: 'avito';
  readonly account: string;
  readonly listing: string;
  readonly property: string;
  /** Percent. */
  readonly markup: number;
};
export type SeedOrganization = {
  readonly name: string;
  /** The owner first. */
  readonly people: readonly [SeedPerson, ...SeedPerson[]];
  readonly properties: readonly SeedProperty[];
  readonly connections?: readonly SeedConnection[];
  readonly links?: readonly SeedLink[];
};
