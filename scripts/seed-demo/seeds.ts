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
/** What the nights from today on cost, in minor units. */
export type SeedRate = {
  /** The units by their names; the property's only one where nothing is said. */
  readonly units?: readonly string[];
  readonly price: number;
  /** Friday's and Saturday's nights, where they cost something else. */
  readonly weekend?: number;
  readonly minStay: number;
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
  /** None: what a night costs is settled at the channels. */
  readonly rates?: readonly SeedRate[];
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
