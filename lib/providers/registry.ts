/** The domain's way to the adapters: it imports this file and the contract, never a channel's folder. */
export { feedReader } from './ical/read.ts';
