import { lengthOf, type Night, type NightRange, nightsOf, todayIn } from '#lib/kernel/nights.ts';
import { type BookingStore, EMPTY_RATE_DAY, rateKey } from './store.ts';
import type { Hotel, RateDay, RoomRate, RoomType } from './world.ts';

/** Rooms to sell without end. */
export const UNLIMITED = 255;

/** Why a rate does not sell a night. */
export type Shut = 'past' | 'sold_out' | 'room_closed' | 'rate_closed' | 'no_price' | 'not_active';

export type RateOffer = Omit<RateDay, 'price' | 'singlePrice'> & {
  readonly rateId: string;
  readonly price: number | null;
  readonly singlePrice: number | null;
  readonly shut: Shut | null;
};

/** One night of a room type as it would be sold now. */
export type RoomOffer = {
  readonly night: Night;
  readonly roomsToSell: number;
  readonly closed: boolean;
  readonly booked: number;
  readonly cancelled: number;
  readonly toldAt: string | null;
  readonly rates: readonly RateOffer[];
};

export function roomsLeft(store: BookingStore, room: RoomType, night: Night): number {
  return store.state.roomDays[room.id]?.[night]?.roomsToSell ?? room.quantity;
}

export function roomOffers(
  store: BookingStore,
  hotel: Hotel,
  room: RoomType,
  range: NightRange,
  now: Temporal.Instant,
): RoomOffer[] {
  const today = todayIn(hotel.timeZone, now);
  const counts = countStays(store, room, range);
  return [...nightsOf(range)].map((night) => {
    const day = store.state.roomDays[room.id]?.[night];
    const roomsToSell = roomsLeft(store, room, night);
    const closed = day?.closed ?? false;
    const rates = store.ratesOf(room.id).map((rate) => {
      const offer = rateDayOf(store, rate, night);
      const shut: Shut | null =
        night < today
          ? 'past'
          : !rate.active
            ? 'not_active'
            : roomsToSell <= 0
              ? 'sold_out'
              : closed
                ? 'room_closed'
                : offer.closed
                  ? 'rate_closed'
                  : offer.price === null
                    ? 'no_price'
                    : null;
      return { ...offer, rateId: rate.rateId, shut };
    });
    const { booked = 0, cancelled = 0 } = counts.get(night) ?? {};
    return { night, roomsToSell, closed, booked, cancelled, toldAt: day?.toldAt ?? null, rates };
  });
}

/** The rate's night with the host's defaults, a child's price being that of its parent. */
export function rateDayOf(store: BookingStore, rate: RoomRate, night: Night): RateDay {
  const said = store.state.rateDays[rateKey(rate.roomId, rate.rateId)]?.[night] ?? EMPTY_RATE_DAY;
  const plan = store.rate(rate.rateId);
  const parent = plan?.parentId ? store.roomRate(rate.roomId, plan.parentId) : null;
  if (plan && parent) {
    const base = rateDayOf(store, parent, night);
    const derived = (price: number | null) =>
      price === null ? null : Math.round((price * plan.percentOfParent) / 100);
    return {
      ...said,
      price: derived(base.price),
      singlePrice: rate.singleUse ? derived(base.singlePrice) : null,
    };
  }
  return {
    ...said,
    price: said.price ?? rate.price,
    singlePrice: said.singlePrice ?? rate.singlePrice,
  };
}

/** What keeps the rate from selling one more room for the stay, in words for a guest; null: nothing. */
export function refusal(
  store: BookingStore,
  hotel: Hotel,
  room: RoomType,
  rate: RoomRate,
  range: NightRange,
  now: Temporal.Instant,
): string | null {
  if (range.checkOut <= range.checkIn) return 'Check-out must be after check-in.';
  const length = lengthOf(range);
  for (const { night, rates } of roomOffers(store, hotel, room, range, now)) {
    const offer = rates.find((one) => one.rateId === rate.rateId);
    if (!offer) return `${room.name} has no such rate.`;
    if (offer.shut) return `${room.name} does not sell ${night}: ${SHUT_WORDS[offer.shut]}.`;
    if (night === range.checkIn && offer.closedToArrival) return `Nobody can arrive on ${night}.`;
    if (length < (offer.minStay ?? 0)) return `The shortest stay over ${night} is ${offer.minStay} nights.`;
    if (offer.maxStay && length > offer.maxStay) {
      return `The longest stay over ${night} is ${offer.maxStay} nights.`;
    }
  }
  const out = rateDayOf(store, rate, range.checkOut);
  return out.closedToDeparture ? `Nobody can leave on ${range.checkOut}.` : null;
}

export const SHUT_WORDS: Record<Shut, string> = {
  past: 'it is over',
  sold_out: 'it is sold out',
  room_closed: 'the room is closed',
  rate_closed: 'the rate is closed',
  no_price: 'it has no price',
  not_active: 'the rate is no longer sold',
};

function countStays(store: BookingStore, room: RoomType, range: NightRange) {
  const counts = new Map<Night, { booked: number; cancelled: number }>();
  for (const { status, stays } of store.state.reservations) {
    for (const stay of stays) {
      if (stay.roomId !== room.id || stay.checkIn >= range.checkOut || stay.checkOut <= range.checkIn)
        continue;
      for (const { night } of stay.nights) {
        const count = counts.get(night) ?? { booked: 0, cancelled: 0 };
        count[status] += 1;
        counts.set(night, count);
      }
    }
  }
  return counts;
}
