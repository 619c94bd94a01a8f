import { html } from 'hono/html';
import type { Html } from '../core/layout.ts';

/** What nobody should take this simulator's word for. */
export function notSimulated(): Html {
  return html`<details>
    <summary>What is not simulated</summary>
    <p>
      The partner API is documented for partners only: shapes and words come from public integrations, and errors, the
      webhook signature (Standard Webhooks) and the calendar's answers to bulk writes are our choice. There are no messages,
      payouts, photos, descriptions, co-hosts, taxes, currencies other than the listing's, cancellation fees or refunds, guest
      accounts or sign-in, approval of partners, limits per network address, and no check that a listing is linked before its
      calendar is written.
    </p>
  </details>`;
}
