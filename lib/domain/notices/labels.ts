import { QUEUE_WORDS, type Words } from './queue-labels.ts';

/*
 * The words of mails and chat messages: what is so, what it means, the button. In braces: facts of the notice. They
 * stand here and not in messages/, which is the browser's: these are sent by jobs, in the language of who reads them.
 */

/** By `<kind>.<variant>`. */
export const NOTICE_WORDS: Words = {
  'conflict.double': {
    en: [
      'Two bookings on the same nights: {unit}, {nights}',
      'Both are kept. One of the guests needs another place: move or cancel one.',
      'Resolve the conflict',
    ],
    fr: [
      'Deux réservations pour les mêmes nuits : {unit}, {nights}',
      'Les deux sont gardées. L’un des voyageurs a besoin d’un autre logement : déplacez ou annulez l’une d’elles.',
      'Résoudre le conflit',
    ],
    ru: [
      'Две брони на одни и те же ночи: {unit}, {nights}',
      'Обе сохранены. Одному из гостей нужно другое жильё: перенесите или отмените одну из броней.',
      'Разрешить конфликт',
    ],
  },
  'conflict.possible': {
    en: [
      'Possibly two bookings on the same nights: {unit}, {nights}',
      'It may be one booking told twice. One click says which.',
      'Say which it is',
    ],
    fr: [
      'Peut-être deux réservations pour les mêmes nuits : {unit}, {nights}',
      'Il s’agit peut-être d’une seule réservation annoncée deux fois. Un clic suffit à le dire.',
      'Dire ce qu’il en est',
    ],
    ru: [
      'Возможно, две брони на одни и те же ночи: {unit}, {nights}',
      'Может быть, это одна бронь, о которой сообщили дважды. Решает один щелчок.',
      'Указать, что это',
    ],
  },
  'booking_unmapped.unmapped': {
    en: [
      'A booking from {channel} waits for a unit: {nights}',
      'Its listing ({name}) belongs to no unit, so nothing keeps these nights from being sold again.',
      'Choose the unit',
    ],
    fr: [
      'Une réservation {channel} attend un logement : {nights}',
      'Son annonce ({name}) n’est liée à aucun logement : rien n’empêche de revendre ces nuits.',
      'Choisir le logement',
    ],
    ru: [
      'Бронь с {channel} ждёт объекта: {nights}',
      'Её объявление ({name}) не связано ни с одним объектом: ничто не мешает продать эти ночи ещё раз.',
      'Выбрать объект',
    ],
  },
  'booking_unknown_status.status': {
    en: [
      'A booking from {channel} has a status we do not know: {nights}',
      'The channel calls it “{status}”. Its nights stay held until you know what it means.',
      'Look at the booking',
    ],
    fr: [
      'Une réservation {channel} a un statut inconnu : {nights}',
      'Le canal l’appelle « {status} ». Ses nuits restent retenues jusqu’à ce que vous sachiez ce que c’est.',
      'Voir la réservation',
    ],
    ru: [
      'У брони с {channel} неизвестный статус: {nights}',
      'Канал называет его «{status}». Её ночи удержаны, пока вы не узнаете, что это значит.',
      'Посмотреть бронь',
    ],
  },
  'booking_unknown_status.gate': {
    en: [
      '{channel} has not confirmed a booking for hours: {unit}, {nights}',
      'A guest was about to book. The nights stay held until the channel says what became of it; we ask every hour.',
      'Look at the booking',
    ],
    fr: [
      '{channel} ne confirme pas une réservation depuis des heures : {unit}, {nights}',
      'Un voyageur allait réserver. Les nuits restent retenues jusqu’à la réponse du canal ; nous la demandons toutes les heures.',
      'Voir la réservation',
    ],
    ru: [
      '{channel} часами не подтверждает бронь: {unit}, {nights}',
      'Гость собирался бронировать. Ночи удержаны до ответа канала; мы спрашиваем каждый час.',
      'Посмотреть бронь',
    ],
  },
  'booking_unknown_status.unreadable': {
    en: [
      '{channel} told us something that cannot be read',
      'It may be a booking. Look there and compare; until then nothing keeps its nights.',
      'Open the inbox',
    ],
    fr: [
      '{channel} nous a transmis quelque chose d’illisible',
      'C’est peut-être une réservation. Comparez là-bas ; d’ici là, rien ne retient ses nuits.',
      'Ouvrir la boîte de réception',
    ],
    ru: [
      '{channel} сообщил нечто нечитаемое',
      'Это может быть бронь. Сверьтесь там; пока её ночи ничем не удержаны.',
      'Открыть входящие',
    ],
  },
  'booking_new.new': {
    en: [
      'New booking from {channel}: {unit}, {nights}',
      'Its nights are held, and closed elsewhere.',
      'Open the booking',
    ],
    fr: [
      'Nouvelle réservation {channel} : {unit}, {nights}',
      'Ses nuits sont retenues, et fermées ailleurs.',
      'Ouvrir la réservation',
    ],
    ru: [
      'Новая бронь с {channel}: {unit}, {nights}',
      'Её ночи удержаны и закрыты в других каналах.',
      'Открыть бронь',
    ],
  },
  'connection_dead.expired': {
    en: [
      '{channel} must be connected again: {name}',
      'Our permission has ended. Until then bookings made there are unknown here, and their nights may be sold twice.',
      'Connect again',
    ],
    fr: [
      '{channel} doit être reconnecté : {name}',
      'Notre autorisation a pris fin. D’ici là, les réservations faites là-bas sont inconnues ici et leurs nuits peuvent être vendues deux fois.',
      'Reconnecter',
    ],
    ru: [
      '{channel} нужно подключить заново: {name}',
      'Наше разрешение закончилось. До тех пор брони оттуда здесь неизвестны, и их ночи могут быть проданы дважды.',
      'Подключить заново',
    ],
  },
  'connection_dead.error': {
    en: [
      'The connection to {channel} does not work: {name}',
      'Bookings made there may be unknown here, and their nights sold twice.',
      'See why',
    ],
    fr: [
      'La connexion à {channel} ne fonctionne pas : {name}',
      'Les réservations faites là-bas peuvent être inconnues ici et leurs nuits vendues deux fois.',
      'Voir pourquoi',
    ],
    ru: [
      'Подключение к {channel} не работает: {name}',
      'Брони оттуда могут быть здесь неизвестны, а их ночи проданы дважды.',
      'Узнать причину',
    ],
  },
  'connection_expiring.expiring': {
    en: [
      'Our permission at {channel} ends on {at}: {name}',
      'It does not renew itself. Connect again before, and nothing is interrupted.',
      'Connect again',
    ],
    fr: [
      'Notre autorisation chez {channel} prend fin le {at} : {name}',
      'Elle ne se renouvelle pas. Reconnectez avant, et rien ne s’interrompt.',
      'Reconnecter',
    ],
    ru: [
      'Наше разрешение у {channel} заканчивается {at}: {name}',
      'Само оно не продлевается. Подключите заново раньше, и ничего не прервётся.',
      'Подключить заново',
    ],
  },
  'sync_failed.connection': {
    en: [
      '{channel} keeps failing to sync: {name}',
      'We keep trying. Bookings made there since may be unknown here.',
      'See why',
    ],
    fr: [
      'La synchronisation avec {channel} échoue sans cesse : {name}',
      'Nous continuons d’essayer. Les réservations faites depuis là-bas peuvent être inconnues ici.',
      'Voir pourquoi',
    ],
    ru: [
      '{channel} не удаётся синхронизировать: {name}',
      'Мы продолжаем попытки. Новые брони оттуда могут быть здесь неизвестны.',
      'Узнать причину',
    ],
  },
  'sync_failed.calendar': {
    en: [
      'The calendar {name} keeps failing to sync',
      'We keep trying; every night it closed stays closed. Bookings made there since may be unknown here.',
      'See why',
    ],
    fr: [
      'La synchronisation du calendrier {name} échoue sans cesse',
      'Nous continuons d’essayer ; les nuits qu’il fermait restent fermées. Les réservations faites depuis peuvent être inconnues ici.',
      'Voir pourquoi',
    ],
    ru: [
      'Календарь {name} не удаётся синхронизировать',
      'Мы продолжаем попытки; закрытые им ночи остаются закрытыми. Новые брони оттуда могут быть здесь неизвестны.',
      'Узнать причину',
    ],
  },
  ...QUEUE_WORDS,
  'feed_stale.connection': {
    en: [
      '{channel} has been silent for too long: {name}',
      'Nothing failed, yet nothing came. Bookings made there since may be unknown here.',
      'See why',
    ],
    fr: [
      '{channel} se tait depuis trop longtemps : {name}',
      'Rien n’a échoué, mais rien n’est venu. Les réservations faites depuis peuvent être inconnues ici.',
      'Voir pourquoi',
    ],
    ru: [
      '{channel} слишком долго молчит: {name}',
      'Сбоев не было, но и данных тоже. Новые брони оттуда могут быть здесь неизвестны.',
      'Узнать причину',
    ],
  },
  'feed_stale.calendar': {
    en: [
      'The calendar {name} has been silent for too long',
      'Nothing failed, yet nothing whole came. Bookings made there since may be unknown here.',
      'See why',
    ],
    fr: [
      'Le calendrier {name} se tait depuis trop longtemps',
      'Rien n’a échoué, mais rien d’entier n’est venu. Les réservations faites depuis peuvent être inconnues ici.',
      'Voir pourquoi',
    ],
    ru: [
      'Календарь {name} слишком долго молчит',
      'Сбоев не было, но и полного ответа тоже. Новые брони оттуда могут быть здесь неизвестны.',
      'Узнать причину',
    ],
  },
  'bell_silent.silent': {
    en: [
      'QStash is silent',
      'The built-in clock rings in its place and calendars stay current; look at the QStash console and its keys.',
      'Open Latchkey',
    ],
    fr: [
      'QStash se tait',
      'L’horloge intégrée sonne à sa place et les calendriers restent à jour ; vérifiez la console QStash et ses clés.',
      'Ouvrir Latchkey',
    ],
    ru: [
      'QStash молчит',
      'Вместо него звонят встроенные часы, календари остаются свежими; проверьте консоль QStash и её ключи.',
      'Открыть Latchkey',
    ],
  },
  'test.test': {
    en: [
      'A test from Latchkey',
      'You asked for it in your settings. Messages reach you here.',
      'Open the settings',
    ],
    fr: [
      'Un essai de Latchkey',
      'Vous l’avez demandé dans vos réglages. Les messages vous parviennent ici.',
      'Ouvrir les réglages',
    ],
    ru: [
      'Проверка от Latchkey',
      'Вы попросили об этом в настройках. Сообщения приходят сюда.',
      'Открыть настройки',
    ],
  },
};
