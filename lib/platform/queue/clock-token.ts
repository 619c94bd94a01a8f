import { createHash, hkdfSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';

/** Who signs the built-in clock's deliveries. Another name than QStash's, so that neither passes for the other. */
export const CLOCK_ISSUER = 'Latchkey';
const LIFETIME_SECONDS = 60;

/** The clock's signing key, from the instance's one secret: every process of the instance derives the same. */
export function clockKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'latchkey', 'clock', 32));
}

export function bodyHash(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64url');
}

/** Signs one delivery as QStash does: HS256 over the exact URL and the hash of the body. `at`: seconds since 1970. */
export async function signClockDelivery(
  key: Uint8Array,
  delivery: { url: string; body: Uint8Array; at: number },
): Promise<{ signature: string; messageId: string }> {
  const messageId = `clock_${randomUUID()}`;
  const signature = await new SignJWT({ body: bodyHash(delivery.body) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(CLOCK_ISSUER)
    .setSubject(delivery.url)
    .setIssuedAt(delivery.at)
    .setNotBefore(delivery.at)
    .setExpirationTime(delivery.at + LIFETIME_SECONDS)
    .setJti(messageId)
    .sign(key);
  return { signature, messageId };
}
