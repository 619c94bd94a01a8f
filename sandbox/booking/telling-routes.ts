import { Hono } from 'hono';
import { digitsOf } from '../core/money.ts';
import { all, type Element } from '../core/xml.ts';
import type { ApiEnv } from './call.ts';
import type { BookingHost } from './host.ts';
import { readOta } from './ota-in.ts';
import { PROBLEMS } from './problems.ts';
import { UNLIMITED } from './selling.ts';
import { machineOf } from './tokens.ts';
import { applyUpdates, messagesIn, type ReadWrites, Refused, type Scope, type Write } from './updates.ts';
import type { RateDay, RoomDay, RoomRate } from './world.ts';

const LIMIT_MOST = 254;
const LENGTHS = { SetMinLOS: 'minStay', SetMaxLOS: 'maxStay' } as const;

/** What the partner says is for sale: rooms, restrictions, prices. */
export function tellingRoutes(host: BookingHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  routes.post('/OTA_HotelAvailNotif', async (c) => {
    const machine = machineOf(host, c);
    const root = readOta(await c.req.text(), 'OTA_HotelAvailNotifRQ');
    const word = 'AVAILSTATUSMESSAGES_ELEMENT_MISSING';
    const messages = messagesIn(root, 'AvailStatusMessages', 'AvailStatusMessage', word);
    return applyUpdates(host, machine, 'OTA_HotelAvailNotif', messages, availability(host), c.env.fault);
  });
  routes.post('/OTA_HotelRateAmountNotif', async (c) => {
    const machine = machineOf(host, c);
    const root = readOta(await c.req.text(), 'OTA_HotelRateAmountNotifRQ');
    const word = 'RATEAMOUNTMESSAGES_ELEMENT_MISSING';
    const messages = messagesIn(root, 'RateAmountMessages', 'RateAmountMessage', word);
    return applyUpdates(host, machine, 'OTA_HotelRateAmountNotif', messages, prices(host), c.env.fault);
  });
  return routes;
}

function availability(host: BookingHost): ReadWrites {
  return (message, scope) => {
    const writes = [...limitIn(host, message, scope), ...lengthsIn(host, message, scope)];
    writes.push(...statusIn(host, message, scope));
    if (writes.length === 0) throw new Refused(PROBLEMS.missing, 'the message says nothing');
    return writes;
  };
}

/** Shared by all rates of the room, whether one is named or not. */
function limitIn(host: BookingHost, message: Element, { room }: Scope): Write[] {
  const text = message.attributes.BookingLimit;
  if (text === undefined) return [];
  if (!/^\d{1,9}$/.test(text)) throw new Refused(PROBLEMS.value, `BookingLimit ${text}`);
  const asked = Number(text);
  const roomsToSell = asked > LIMIT_MOST && asked !== UNLIMITED ? LIMIT_MOST : asked;
  return [{ key: 'limit', set: (night) => tellRoom(host, room.id, night, { roomsToSell }) }];
}

function lengthsIn(host: BookingHost, message: Element, { rate }: Scope): Write[] {
  return all(message, 'LengthsOfStay', 'LengthOfStay').map(({ attributes }) => {
    const kind = attributes.MinMaxMessageType ?? '';
    const field = LENGTHS[kind as keyof typeof LENGTHS]; // undefined for any other
    if (!field) throw new Refused(PROBLEMS.value, `MinMaxMessageType ${kind}`);
    const time = attributes.Time ?? '';
    if (!/^\d{1,3}$/.test(time)) throw new Refused(PROBLEMS.value, `Time ${time}`);
    const named = needRate(rate);
    const nights = Number(time);
    const lifts = field === 'minStay' ? nights <= 1 : nights === 0;
    return { key: field, set: (night) => tellRate(host, named, night, { [field]: lifts ? null : nights }) };
  });
}

function statusIn(host: BookingHost, message: Element, { room, rate }: Scope): Write[] {
  return all(message, 'RestrictionStatus').map(({ attributes }) => {
    const { Status: status = '', Restriction: restriction = 'Master' } = attributes;
    if (status !== 'Open' && status !== 'Close') throw new Refused(PROBLEMS.value, `Status ${status}`);
    const closed = status === 'Close';
    if (restriction === 'Master') {
      return rate
        ? { key: 'closed', set: (night) => tellRate(host, rate, night, { closed }) }
        : { key: 'closed', set: (night) => tellRoom(host, room.id, night, { closed }) };
    }
    const named = needRate(rate);
    if (restriction === 'Arrival') {
      return { key: 'arrival', set: (night) => tellRate(host, named, night, { closedToArrival: closed }) };
    }
    if (restriction === 'Departure') {
      return {
        key: 'departure',
        set: (night) => tellRate(host, named, night, { closedToDeparture: closed }),
      };
    }
    throw new Refused(PROBLEMS.value, `Restriction ${restriction}`);
  });
}

function prices(host: BookingHost): ReadWrites {
  return (message, scope) => {
    const rate = needRate(scope.rate);
    if (host.store.rate(rate.rateId)?.parentId) throw new Refused(PROBLEMS.childRate, rate.rateId);
    const amounts = all(message, 'Rates', 'Rate', 'BaseByGuestAmts', 'BaseByGuestAmt');
    if (amounts.length === 0) throw new Refused(PROBLEMS.missing, 'BaseByGuestAmt');
    return amounts.map((one) => {
      const price = amountIn(host, one, scope);
      const guests = one.attributes.NumberOfGuests;
      if (guests === undefined) {
        return { key: 'price', set: (night) => tellRate(host, rate, night, { price }) };
      }
      if (guests !== '1') throw new Refused(PROBLEMS.occupancy, `NumberOfGuests ${guests}`);
      if (!rate.singleUse) throw new Refused(PROBLEMS.singleUse, rate.rateId);
      return { key: 'single', set: (night) => tellRate(host, rate, night, { singlePrice: price }) };
    });
  };
}

/** Minor units of the hotel's currency. */
function amountIn(host: BookingHost, { attributes }: Element, { hotel }: Scope): number {
  const {
    AmountAfterTax: after,
    AmountBeforeTax: before,
    DecimalPlaces: places,
    CurrencyCode: code,
  } = attributes;
  if (!code) throw new Refused(PROBLEMS.missing, 'CurrencyCode');
  if (code !== hotel.currency) throw new Refused(PROBLEMS.currency, code);
  const text = after ?? before;
  if (text === undefined) throw new Refused(PROBLEMS.missing, 'AmountAfterTax');
  const isDecimal = host.settings.decimalAmounts === 'accept' && /^\d{1,9}\.\d{1,3}$/.test(text);
  const digits = places === undefined || isDecimal ? 0 : Number(places);
  if (!(isDecimal || /^\d{1,12}$/.test(text)) || !(Number.isInteger(digits) && digits >= 0 && digits <= 3)) {
    throw new Refused(PROBLEMS.amount, text);
  }
  const minor = Math.round(Number(text) * 10 ** (digitsOf(hotel.currency) - digits));
  if (minor <= 0) throw new Refused(PROBLEMS.value, `the price is ${text}`);
  return minor;
}

function needRate(rate: RoomRate | null): RoomRate {
  if (!rate) throw new Refused(PROBLEMS.rateMissing);
  return rate;
}

function tellRoom(
  host: BookingHost,
  roomId: string,
  night: Parameters<Write['set']>[0],
  said: Partial<RoomDay>,
) {
  Object.assign(host.store.roomDay(roomId, night), said, { toldAt: host.clock.now().toString() });
}

function tellRate(
  host: BookingHost,
  rate: RoomRate,
  night: Parameters<Write['set']>[0],
  said: Partial<RateDay>,
) {
  const day = host.store.rateDay(rate.roomId, rate.rateId, night);
  Object.assign(day, said, { toldAt: host.clock.now().toString() });
}
