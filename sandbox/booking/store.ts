import { createHash } from 'node:crypto';
import type { Night } from '#lib/kernel/nights.ts';
import { ControlError } from '../core/problems.ts';
import {
  type Account,
  type BookingState,
  EMPTY_STATE,
  type Hotel,
  type Machine,
  type RateDay,
  type RatePlan,
  type Reservation,
  type RoomDay,
  type RoomRate,
  type RoomType,
} from './world.ts';

const MAILS_KEPT = 1_000;

/** What Booking.com keeps, with the look-ups everything else shares. */
export class BookingStore {
  state: BookingState = structuredClone(EMPTY_STATE);

  clear(): void {
    this.replace(EMPTY_STATE);
  }

  replace(state: BookingState): void {
    this.state = structuredClone(state);
  }

  machine(id: string): Machine | null {
    return this.state.machines.find((one) => one.id === id) ?? null;
  }

  machineOfClient(clientId: string): Machine | null {
    return this.state.machines.find((one) => one.clientId === clientId) ?? null;
  }

  /** By id or name. Throws ControlError 404. */
  account(key: string): Account {
    const found = this.state.accounts.find((one) => one.id === key || one.name === key);
    if (!found) throw new ControlError(404, `There is no account "${key}".`);
    return found;
  }

  findHotel(id: string): Hotel | null {
    return this.state.hotels.find((one) => one.id === id) ?? null;
  }

  /** By id or name. Throws ControlError 404. */
  hotel(key: string): Hotel {
    const found = this.state.hotels.find((one) => one.id === key || one.name === key);
    if (!found) throw new ControlError(404, `There is no hotel "${key}".`);
    return found;
  }

  hotelsOf(accountId: string): Hotel[] {
    return this.state.hotels.filter((one) => one.accountId === accountId);
  }

  attachedTo(machine: Machine): Hotel[] {
    return this.state.hotels.filter((one) => one.machineId === machine.id);
  }

  findRoom(id: string): RoomType | null {
    return this.state.rooms.find((one) => one.id === id) ?? null;
  }

  roomsOf(hotelId: string): RoomType[] {
    return this.state.rooms.filter((one) => one.hotelId === hotelId);
  }

  /** By id or name, within a hotel. Throws ControlError 404. */
  roomIn(hotel: Hotel, key: string): RoomType {
    const found = this.roomsOf(hotel.id).find((one) => one.id === key || one.name === key);
    if (!found) throw new ControlError(404, `${hotel.name} has no room type "${key}".`);
    return found;
  }

  rate(id: string): RatePlan | null {
    return this.state.rates.find((one) => one.id === id) ?? null;
  }

  ratesOf(roomId: string): RoomRate[] {
    return this.state.roomRates.filter((one) => one.roomId === roomId);
  }

  roomRate(roomId: string, rateId: string): RoomRate | null {
    return this.state.roomRates.find((one) => one.roomId === roomId && one.rateId === rateId) ?? null;
  }

  findReservation(id: string): Reservation | null {
    return this.state.reservations.find((one) => one.id === id) ?? null;
  }

  /** Throws ControlError 404. */
  reservation(id: string): Reservation {
    const found = this.findReservation(id);
    if (!found) throw new ControlError(404, `There is no reservation "${id}".`);
    return found;
  }

  /** The room's night, made where nothing was said of it yet. */
  roomDay(roomId: string, night: Night): RoomDay {
    this.state.roomDays[roomId] ??= {};
    const days = this.state.roomDays[roomId];
    days[night] ??= { roomsToSell: null, closed: false, toldAt: null };
    return days[night];
  }

  /** The same for a rate of the room. */
  rateDay(roomId: string, rateId: string, night: Night): RateDay {
    const key = rateKey(roomId, rateId);
    this.state.rateDays[key] ??= {};
    const days = this.state.rateDays[key];
    days[night] ??= { ...EMPTY_RATE_DAY };
    return days[night];
  }

  /** The next number of a sequence that never gives one twice. */
  next(from: bigint): string {
    this.state.serial += 1;
    return String(from + BigInt(this.state.serial));
  }

  /** A short text that no other thing of this world has. */
  unique(...parts: readonly string[]): string {
    this.state.serial += 1;
    const seed = ['booking', this.state.serial, ...parts].join('\n');
    return createHash('sha256').update(seed).digest('hex').slice(0, 24);
  }

  mail(mail: BookingState['mails'][number]): void {
    this.state.mails.push(mail);
    if (this.state.mails.length > MAILS_KEPT) this.state.mails.shift();
  }
}

export const rateKey = (roomId: string, rateId: string) => `${roomId}:${rateId}`;

export const EMPTY_RATE_DAY: RateDay = {
  price: null,
  singlePrice: null,
  minStay: null,
  maxStay: null,
  closed: false,
  closedToArrival: false,
  closedToDeparture: false,
  toldAt: null,
};
