import type { SeedConnection, SeedLink, SeedOrganization, SeedProperty } from './seeds.ts';

/*
 * The demo's world. Days are counted from today in the property's time zone, so that somebody arrives and somebody
 * leaves on the day it is made.
 */

const flat: SeedProperty = {
  name: 'Oberkampf flat',
  timezone: 'Europe/Paris',
  currency: 'EUR',
  units: [],
  stays: [
    {
      from: -3,
      nights: 3,
      guest: { name: 'Jonas Weber', email: 'jonas.weber@example.com' },
      guests: 2,
      total: 41_400,
    },
    {
      from: 0,
      nights: 4,
      guest: { name: 'Inés García', email: 'ines.garcia@example.com', phone: '+34 600 000 001' },
      guests: 2,
      total: 57_600,
      note: 'Arrives by the late train; key box.',
    },
    { from: 9, nights: 3, guest: { name: 'Oluwaseun Adeyemi' }, guests: 1, total: 42_000 },
  ],
  blocks: [{ from: 20, nights: 5, reason: 'Family stays' }],
  rates: [{ price: 13_800, weekend: 15_600, minStay: 2 }],
  calendars: [],
  subscribers: [{ name: 'Cleaning team', privacy: 'busy' }],
};

/** The whole house, sold on two platforms, and two rooms of it sold directly. */
const seaView: SeedProperty = {
  name: 'Sea View',
  timezone: 'Europe/Lisbon',
  currency: 'EUR',
  checkInTime: '16:00',
  units: [
    { name: 'Whole house', preparationNights: 0 },
    { name: 'Blue room', partOf: 'Whole house' },
    { name: 'Garden room', partOf: 'Whole house' },
  ],
  stays: [
    // Booking.com's calendar sells the whole house from day 10 to day 13: a conflict to look at.
    {
      unit: 'Blue room',
      from: 11,
      nights: 2,
      guest: { name: 'Harriet Cole', email: 'harriet.cole@example.com' },
      guests: 2,
      total: 24_000,
      note: 'Booked by phone.',
    },
    {
      unit: 'Garden room',
      from: 18,
      nights: 2,
      guest: { name: 'Mateusz Zieliński' },
      guests: 1,
      total: 19_800,
    },
  ],
  blocks: [{ unit: 'Whole house', from: 38, nights: 4, reason: 'Roof is repaired' }],
  rates: [
    { units: ['Whole house'], price: 29_000, weekend: 34_000, minStay: 3 },
    { units: ['Blue room'], price: 12_000, weekend: 14_000, minStay: 2 },
    { units: ['Garden room'], price: 9_900, weekend: 11_500, minStay: 1 },
  ],
  calendars: [
    { name: 'Airbnb', feed: 'sea-view-airbnb', unit: 'Whole house', color: '#E11D48' },
    { name: 'Booking.com', feed: 'sea-view-booking', unit: 'Whole house', color: '#1D4ED8' },
  ],
  subscribers: [
    { name: 'Airbnb', unit: 'Whole house', privacy: 'busy', source: 'Airbnb' },
    { name: 'Booking.com', unit: 'Whole house', privacy: 'busy', source: 'Booking.com' },
    { name: "Marta's phone", unit: null, privacy: 'first_name' },
  ],
};

const guesthouse: SeedProperty = {
  name: 'Machiya Hoshi',
  timezone: 'Asia/Tokyo',
  currency: 'JPY',
  checkInTime: '15:00',
  checkOutTime: '10:00',
  units: [
    { name: 'Ume' },
    { name: 'Sakura' },
    { name: 'Momiji' },
    { name: 'Take', preparationNights: 1 },
    { name: 'Yuki' },
  ],
  stays: [
    { unit: 'Ume', from: -1, nights: 3, guest: { name: 'Hana Sato' }, guests: 2, total: 54_000 },
    {
      unit: 'Sakura',
      from: 0,
      nights: 3,
      guest: { name: 'Priya Raman', email: 'priya@example.com' },
      guests: 3,
      total: 66_000,
    },
    { unit: 'Momiji', from: -4, nights: 4, guest: { name: 'Liam O’Brien' }, guests: 2, total: 72_000 },
    { unit: 'Momiji', from: 1, nights: 2, guest: { name: '佐藤 健' }, guests: 2, total: 36_000 },
    { unit: 'Take', from: 2, nights: 4, guest: { name: 'Chloé Lefèvre' }, guests: 2, total: 88_000 },
    { unit: 'Take', from: 9, nights: 3, guest: { name: 'Екатерина Орлова' }, guests: 1, total: 66_000 },
    { unit: 'Ume', from: 6, nights: 5, guest: { name: 'Daniel Kim' }, guests: 2, total: 90_000 },
  ],
  blocks: [{ unit: 'Yuki', from: 0, nights: 6, reason: 'New tatami' }],
  rates: [
    { units: ['Ume'], price: 18_000, weekend: 21_000, minStay: 1 },
    { units: ['Sakura'], price: 22_000, weekend: 24_500, minStay: 2 },
    { units: ['Momiji', 'Take', 'Yuki'], price: 18_000, weekend: 21_000, minStay: 1 },
  ],
  calendars: [],
  subscribers: [{ name: 'Front desk', unit: null, privacy: 'first_name' }],
};

const studio: SeedProperty = {
  name: 'Kemptown studio',
  timezone: 'Europe/London',
  currency: 'GBP',
  units: [],
  stays: [
    { from: -2, nights: 2, guest: { name: 'Amira Haddad' }, guests: 1, total: 18_000 },
    {
      from: 3,
      nights: 5,
      guest: { name: 'Tom Whitfield', phone: '+44 7700 900123' },
      guests: 2,
      total: 47_500,
    },
  ],
  blocks: [{ from: 14, nights: 4, reason: 'Painting' }],
  rates: [{ price: 9_000, weekend: 10_500, minStay: 2 }],
  calendars: [],
  subscribers: [],
};

/** Sold on Airbnb alone: all that stands there comes through the connection, its prices too. */
const harbourStudio: SeedProperty = {
  name: 'Harbour Studio',
  timezone: 'Europe/Lisbon',
  currency: 'EUR',
  units: [],
  stays: [],
  blocks: [],
  calendars: [],
  subscribers: [],
};

const oldTown: SeedProperty = { ...harbourStudio, name: 'Old Town Flat' };

/** Sold on Avito, where prices are a person's: these go out with the markup. */
const hermitage: SeedProperty = {
  ...harbourStudio,
  name: 'Studio by the Hermitage',
  timezone: 'Europe/Moscow',
  currency: 'RUB',
  checkInTime: '14:00',
  checkOutTime: '12:00',
  rates: [{ price: 420_000, minStay: 1 }],
};

const airbnb: SeedConnection = {
  provider: 'airbnb',
  account: '412093817',
  mappings: [
    { listing: '48213907', property: 'Harbour Studio' },
    { listing: '51770264', property: 'Old Town Flat' },
    { listing: '39054418', property: 'Oberkampf flat' },
    { listing: '60918845', property: 'Kemptown studio' },
    { listing: '55530172', property: 'Machiya Hoshi', unit: 'Ume' },
    { listing: '55530198', property: 'Machiya Hoshi', unit: 'Sakura' },
  ],
};

/** Two rooms of the house by themselves, and three of the guesthouse as one room type. */
const booking: SeedConnection = {
  provider: 'booking',
  account: '8841207',
  mappings: [
    { listing: '77701', property: 'Sea View', unit: 'Blue room' },
    { listing: '77702', property: 'Sea View', unit: 'Garden room' },
    { listing: '78101', property: 'Machiya Hoshi', units: ['Momiji', 'Take', 'Yuki'] },
  ],
};

const avito: SeedLink = {
  provider: 'avito',
  account: '94235311',
  listing: '8013574208',
  property: 'Studio by the Hermitage',
  markup: 15,
};

export const HARBOUR: SeedOrganization = {
  name: 'Harbour Stays',
  people: [
    { name: 'Marta Oliveira', email: 'owner@harbour.example', role: 'owner' },
    { name: 'Felix Brandt', email: 'admin@harbour.example', role: 'admin' },
    { name: 'Nadia Benali', email: 'manager@harbour.example', role: 'manager' },
    { name: 'Yuki Mori', email: 'viewer@harbour.example', role: 'viewer' },
  ],
  properties: [flat, seaView, guesthouse, studio, harbourStudio, oldTown, hermitage],
  connections: [airbnb, booking],
  links: [avito],
};

/** Nothing but calendars of other platforms. */
export const CEDAR: SeedOrganization = {
  name: 'Cedar & Co',
  people: [{ name: 'Dana Whitaker', email: 'owner@cedar.example', role: 'owner' }],
  properties: [
    {
      name: 'Cedar cottage',
      timezone: 'America/New_York',
      currency: 'USD',
      units: [],
      stays: [],
      blocks: [],
      calendars: [
        { name: 'Vrbo', feed: 'garden-vrbo', color: '#1E40AF' },
        { name: 'Family calendar', feed: 'old-town-google', color: '#15803D' },
      ],
      subscribers: [{ name: 'Vrbo', privacy: 'busy', source: 'Vrbo' }],
    },
  ],
};
