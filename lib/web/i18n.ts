import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { chooseLocale, LOCALE_COOKIE } from './choose-locale.ts';

export default getRequestConfig(async () => {
  const locale = chooseLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get('accept-language'),
  );
  // A static object per language, so that the bundler sees all three.
  const messages = await {
    en: () => import('../../messages/en.json'),
    fr: () => import('../../messages/fr.json'),
    ru: () => import('../../messages/ru.json'),
  }[locale]();
  return { locale, messages: messages.default, timeZone: 'UTC' };
});
