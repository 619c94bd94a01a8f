/** What opens over a page, in one chunk that is fetched when something is about to open. */
export { Dialog, DropdownMenu } from 'radix-ui';
