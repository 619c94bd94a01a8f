type Locale = 'en' | 'fr' | 'ru';

export const FOOT: Readonly<Record<Locale, { readonly why: string; readonly change: string }>> = {
  en: { why: 'You get this as a member of {organization}.', change: 'Choose what you are told' },
  fr: {
    why: 'Vous recevez ceci en tant que membre de {organization}.',
    change: 'Choisir ce qu’on vous annonce',
  },
  ru: { why: 'Вы получаете это как участник {organization}.', change: 'Выбрать, о чём сообщать' },
};

/** What the bot answers to a code. */
export const CHAT_WORDS: Readonly<Record<Locale, { readonly linked: string }>> = {
  en: { linked: 'Linked. From now on Latchkey tells you here.' },
  fr: { linked: 'C’est lié. Désormais, Latchkey vous écrit ici.' },
  ru: { linked: 'Готово. Теперь Latchkey пишет вам сюда.' },
};
/** To whoever sends a code that opens nothing: their language is not known. */
export const UNKNOWN_CODE =
  'This code is unknown or has run out. Make a new one in the settings of Latchkey.';

export const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  avito: 'Avito',
  vrbo: 'Vrbo',
  expedia: 'Expedia',
  agoda: 'Agoda',
  ical: 'iCal',
};
