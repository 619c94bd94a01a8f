import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLocale, LOCALE_COOKIE } from './choose-locale.ts';

// Static imports per language, so that the bundler sees them all. A file holds the words of one part of the console.
const MESSAGES = {
  en: () =>
    Promise.all([
      import('../../messages/en.json'),
      import('../../messages/en/timeline.json'),
      import('../../messages/en/records.json'),
      import('../../messages/en/settings.json'),
      import('../../messages/en/home.json'),
      import('../../messages/en/notices.json'),
      import('../../messages/en/channels.json'),
      import('../../messages/en/rates.json'),
      import('../../messages/en/arrivals.json'),
      import('../../messages/en/avito.json'),
      import('../../messages/en/clash.json'),
      import('../../messages/en/journal.json'),
      import('../../messages/en/messages.json'),
      import('../../messages/en/moves.json'),
      import('../../messages/en/paper.json'),
      import('../../messages/en/protection.json'),
      import('../../messages/en/reports.json'),
      import('../../messages/en/turnovers.json'),
    ]),
  fr: () =>
    Promise.all([
      import('../../messages/fr.json'),
      import('../../messages/fr/timeline.json'),
      import('../../messages/fr/records.json'),
      import('../../messages/fr/settings.json'),
      import('../../messages/fr/home.json'),
      import('../../messages/fr/notices.json'),
      import('../../messages/fr/channels.json'),
      import('../../messages/fr/rates.json'),
      import('../../messages/fr/arrivals.json'),
      import('../../messages/fr/avito.json'),
      import('../../messages/fr/clash.json'),
      import('../../messages/fr/journal.json'),
      import('../../messages/fr/messages.json'),
      import('../../messages/fr/moves.json'),
      import('../../messages/fr/paper.json'),
      import('../../messages/fr/protection.json'),
      import('../../messages/fr/reports.json'),
      import('../../messages/fr/turnovers.json'),
    ]),
  ru: () =>
    Promise.all([
      import('../../messages/ru.json'),
      import('../../messages/ru/timeline.json'),
      import('../../messages/ru/records.json'),
      import('../../messages/ru/settings.json'),
      import('../../messages/ru/home.json'),
      import('../../messages/ru/notices.json'),
      import('../../messages/ru/channels.json'),
      import('../../messages/ru/rates.json'),
      import('../../messages/ru/arrivals.json'),
      import('../../messages/ru/avito.json'),
      import('../../messages/ru/clash.json'),
      import('../../messages/ru/journal.json'),
      import('../../messages/ru/messages.json'),
      import('../../messages/ru/moves.json'),
      import('../../messages/ru/paper.json'),
      import('../../messages/ru/protection.json'),
      import('../../messages/ru/reports.json'),
      import('../../messages/ru/turnovers.json'),
    ]),
};

export default getRequestConfig(async () => {
  const locale = chooseLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get('accept-language'),
  );
  const parts = await MESSAGES[locale]();
  const messages = Object.assign({}, ...parts.map((part) => part.default));
  return { locale, messages, timeZone: 'UTC' };
});
