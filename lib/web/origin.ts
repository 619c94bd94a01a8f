import { AppError } from '#lib/kernel/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a write that a browser sends on behalf of another site. Every browser puts Origin on such a write, and newer
 * ones Sec-Fetch-Site; a program that sends neither has no cookie that it did not mean to send.
 * @throws AppError cross_origin
 */
export function refuseForeignOrigin(request: Request, appUrl: string): void {
  if (SAFE.has(request.method)) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const foreign =
    origin !== null
      ? origin !== new URL(appUrl).origin
      : site !== null && site !== 'same-origin' && site !== 'none';
  if (foreign) {
    throw new AppError(
      'cross_origin',
      'This write came from another site and was refused. Nothing was changed.',
    );
  }
}
