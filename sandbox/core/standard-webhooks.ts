import { createHmac } from 'node:crypto';

/** The three headers of Standard Webhooks 1.0.0 over `id.timestamp.body`. `secret` is `whsec_` and base64. */
export function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly at: Temporal.Instant; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.epochMilliseconds / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key)
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
