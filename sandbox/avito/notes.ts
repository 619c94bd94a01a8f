import { html } from 'hono/html';
import type { Html } from '../core/layout.ts';

/** What nobody should take this simulator's word for. */
export function notSimulated(): Html {
  return html`<details>
    <summary>What is not simulated</summary>
    <p>
      Avito does not say whether closed dates replace what was closed before, how a refusal comes back to the app, how long a
      refresh token lives, or what the rent calls may: these are switches, or our choice (docs/avito-sandbox.md). The calendar's
      export follows what its readers describe. There are no messages, payments or payouts, no time after which an unpaid booking
      ends, no photos or descriptions, no discounts, extra guests, cleaning or pets in a price, no sign-in, no paid services, and
      no imports of other calendars.
    </p>
  </details>`;
}
