import type { Option } from '#components/ui/combobox.tsx';

const COMMON = ['EUR', 'USD', 'GBP', 'RUB', 'CHF', 'CAD', 'AUD', 'TRY', 'AED', 'GEL', 'KZT', 'THB', 'IDR'];

let zones: Option[] | undefined;

/** Zones by name, the browser's own first. */
export function zoneOptions(): Option[] {
  if (zones) return zones;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = Intl.supportedValuesOf('timeZone').filter(
    (name) => name.includes('/') && !name.startsWith('Etc/'),
  );
  const ordered = names.includes(own) ? [own, ...names.filter((name) => name !== own)] : names;
  zones = ordered.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }));
  return zones;
}

/** Currencies by code, with their own names in the reader's language; the frequent ones first. */
export function currencyOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const all = Intl.supportedValuesOf('currency');
  const ordered = [...COMMON, ...all.filter((code) => !COMMON.includes(code))];
  return ordered.map((code) => ({ value: code, label: code, note: names.of(code) ?? '' }));
}

export function guessCurrency(zone: string): string {
  if (/London|Belfast|Jersey|Guernsey/.test(zone)) return 'GBP';
  if (/Moscow|Samara|Yekaterinburg|Novosibirsk|Vladivostok|Kaliningrad|Krasnoyarsk|Irkutsk/.test(zone))
    return 'RUB';
  if (/^America\/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit)|Honolulu/.test(zone))
    return 'USD';
  if (/Zurich/.test(zone)) return 'CHF';
  return 'EUR';
}
