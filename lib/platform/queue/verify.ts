import { Receiver } from '@upstash/qstash';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { AppError } from '#lib/kernel/errors.ts';
import { bodyHash, CLOCK_ISSUER, clockKey } from './clock-token.ts';

export type BellName = 'qstash' | 'clock';
export type Delivery = {
  readonly signature: string | null;
  readonly body: Uint8Array;
  /** The public URL of this route: what the signature must name as its subject. */
  readonly url: string;
  /** The `upstash-region` header. */
  readonly region: string | null;
};
export type VerifySettings = {
  readonly NEXTAUTH_SECRET: string;
  readonly QSTASH_CURRENT_SIGNING_KEY?: string | undefined;
  readonly QSTASH_NEXT_SIGNING_KEY?: string | undefined;
};

const CLOCK_TOLERANCE_SECONDS = 10;
const MAX_SIGNATURE = 4096;

/**
 * Who sent this delivery, proven by its signature over the raw body and the URL. Never skipped, in no environment.
 * The library leaves three things open, closed here: it takes any HMAC (HS512 passes), a token without `exp`, and one
 * without `body` (a TypeError).
 * @returns the bell, and the token's own id
 * @throws AppError unauthenticated for whatever is wrong, without saying what to whom
 */
export async function verifyDelivery(
  settings: VerifySettings,
  delivery: Delivery,
): Promise<{ bell: BellName; tokenId: string }> {
  try {
    const { claims, signature } = readShape(delivery);
    if (claims.iss === CLOCK_ISSUER) await verifyClock(settings, delivery, signature);
    else await verifyQstash(settings, delivery, signature);
    // Read from the token that has just been proven, not from an unproven one.
    return { bell: claims.iss === CLOCK_ISSUER ? 'clock' : 'qstash', tokenId: claims.jti };
  } catch (error) {
    throw new AppError('unauthenticated', 'The signature of this delivery is missing or wrong.', {
      cause: error,
    });
  }
}

type Claims = JWTPayload & { jti: string; body: string; exp: number };

function readShape({ signature, url }: Delivery): { claims: Claims; signature: string } {
  if (!signature || signature.length > MAX_SIGNATURE) throw new Error('no signature, or too long a one');
  if (decodeProtectedHeader(signature).alg !== 'HS256') throw new Error('not HS256');
  const claims = decodeJwt(signature);
  const { jti, body, exp } = claims;
  if (typeof jti !== 'string' || typeof body !== 'string' || typeof exp !== 'number') {
    throw new Error('a claim is missing');
  }
  // The same body signed for another route of ours is not a delivery to this one.
  if (claims.sub !== url) throw new Error('signed for another URL');
  return { claims: { ...claims, jti, body, exp }, signature };
}

async function verifyQstash(settings: VerifySettings, delivery: Delivery, signature: string): Promise<void> {
  const { QSTASH_CURRENT_SIGNING_KEY: current, QSTASH_NEXT_SIGNING_KEY: next } = settings;
  // Without keys the library would look for some in the environment by itself.
  if (!current || !next) throw new Error('QStash is not configured');
  // devMode: false, or QSTASH_DEV in the environment would make it take a key that is printed in the documentation.
  const receiver = new Receiver({ currentSigningKey: current, nextSigningKey: next, devMode: false });
  await receiver.verify({
    signature,
    body: Buffer.from(delivery.body).toString('utf8'),
    url: delivery.url,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    ...(delivery.region ? { upstashRegion: delivery.region } : {}),
  });
}

async function verifyClock(settings: VerifySettings, delivery: Delivery, signature: string): Promise<void> {
  const { payload } = await jwtVerify(signature, clockKey(settings.NEXTAUTH_SECRET), {
    algorithms: ['HS256'],
    issuer: CLOCK_ISSUER,
    subject: delivery.url,
    requiredClaims: ['exp', 'nbf', 'jti', 'body'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  });
  if (payload.body !== bodyHash(delivery.body)) throw new Error('the body is another one');
}
