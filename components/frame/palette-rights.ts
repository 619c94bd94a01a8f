/** What one may begin from anywhere: the rest is not offered. */
export type PaletteRights = { readonly book: boolean; readonly block: boolean; readonly configure: boolean };
