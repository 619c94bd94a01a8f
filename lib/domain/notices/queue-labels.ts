type Locale = 'en' | 'fr' | 'ru';
/** What is so, what it means, the button; by `<kind>.<variant>`. */
export type Words = Readonly<Record<string, Readonly<Record<Locale, readonly [string, string, string]>>>>;

/** Of bookings that wait in a channel's queues. */
export const QUEUE_WORDS: Words = {
  'sync_failed.unacked_alarm': {
    en: [
      '{channel} has waited for ten minutes to hear that we have a booking: {name}',
      'We keep trying. After half an hour it tells you by mail, and the booking no longer comes by itself.',
      'See why',
    ],
    fr: [
      '{channel} attend depuis dix minutes que nous confirmions avoir reçu une réservation : {name}',
      'Nous continuons d’essayer. Après une demi-heure, le canal vous écrit et la réservation ne vient plus d’elle-même.',
      'Voir pourquoi',
    ],
    ru: [
      '{channel} уже десять минут ждёт подтверждения, что бронь у нас: {name}',
      'Мы продолжаем попытки. Через полчаса канал напишет вам сам, и бронь больше не придёт автоматически.',
      'Узнать причину',
    ],
  },
  'sync_failed.unacked_red': {
    en: [
      '{channel} is about to give up handing us a booking: {name}',
      'For twenty minutes it has not heard that we have it. Look there now, and at what we say went wrong.',
      'See why',
    ],
    fr: [
      '{channel} va renoncer à nous transmettre une réservation : {name}',
      'Depuis vingt minutes, le canal ignore si nous l’avons. Vérifiez là-bas, et voyez ce qui ne va pas ici.',
      'Voir pourquoi',
    ],
    ru: [
      '{channel} вот-вот перестанет передавать нам бронь: {name}',
      'Уже двадцать минут канал не слышит, что она у нас. Проверьте там и посмотрите, что пошло не так.',
      'Узнать причину',
    ],
  },
  'sync_failed.unacked_missed': {
    en: [
      '{channel} has given up handing us a booking: {name}',
      'It tells you of it by mail. Compare its list with yours: what is missing here holds no nights.',
      'See why',
    ],
    fr: [
      '{channel} a renoncé à nous transmettre une réservation : {name}',
      'Le canal vous en informe par courriel. Comparez sa liste à la vôtre : ce qui manque ici ne retient aucune nuit.',
      'Voir pourquoi',
    ],
    ru: [
      '{channel} перестал передавать нам бронь: {name}',
      'Канал сообщит о ней письмом. Сверьте его список со своим: чего здесь нет, то не удерживает ночей.',
      'Узнать причину',
    ],
  },
  'sync_failed.queues_unread': {
    en: [
      'We cannot fetch the bookings that wait at {channel}: {name}',
      'Nothing could be read for ten minutes; we keep trying. Bookings made there since are unknown here.',
      'See why',
    ],
    fr: [
      'Nous ne pouvons pas chercher les réservations qui attendent chez {channel} : {name}',
      'Rien n’a pu être lu depuis dix minutes ; nous continuons d’essayer. Les réservations faites depuis sont inconnues ici.',
      'Voir pourquoi',
    ],
    ru: [
      'Не удаётся забрать брони, которые ждут на {channel}: {name}',
      'Уже десять минут ничего не прочитано; мы продолжаем попытки. Новые брони оттуда здесь неизвестны.',
      'Узнать причину',
    ],
  },
};
