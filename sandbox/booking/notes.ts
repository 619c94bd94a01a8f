import { html } from 'hono/html';
import type { Html } from '../core/layout.ts';

/** What nobody should take this simulator's word for. */
export function notSimulated(): Html {
  return html`<details>
    <summary>What is not simulated</summary>
    <p>
      Booking.com has no page where a host approves a partner, and pushes no reservations: both are ours. So is all that
      its public pages leave open: the answers of roomrates and roomrateavailability, the form of a refusal, how a
      cancellation is marked, and the limits. There is no content, photo, message, review, payment or payout, no
      Request-to-Book, no occupancy or length-of-stay pricing, no B.XML availability, no recovery API, no commission other
      than a fixed share, no taxes by country, no certification or connection types, and no guest accounts or sign-in.
    </p>
  </details>`;
}
