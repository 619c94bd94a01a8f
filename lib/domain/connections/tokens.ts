import { open, type SealPlace, seal } from '#lib/platform/seal.ts';
import type { Tokens } from '#lib/providers/access-contract.ts';
import type { Ctx } from '../ctx.ts';

type TokenColumn = 'access_token_sealed' | 'refresh_token_sealed';

const place = (ctx: Pick<Ctx, 'org'>, rowId: string, column: TokenColumn): SealPlace => ({
  table: 'connections',
  column,
  rowId,
  orgId: ctx.org,
});

/** A pair of tokens as the row's columns hold it. `refreshToken` null in the answer means what the caller says. */
export function sealTokens(
  ctx: Pick<Ctx, 'org' | 'keys'>,
  connectionId: string,
  tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>,
): { accessTokenSealed: string; refreshTokenSealed: string | null } {
  const { accessToken, refreshToken } = tokens;
  return {
    accessTokenSealed: seal(ctx.keys, accessToken, place(ctx, connectionId, 'access_token_sealed')),
    refreshTokenSealed:
      refreshToken === null
        ? null
        : seal(ctx.keys, refreshToken, place(ctx, connectionId, 'refresh_token_sealed')),
  };
}

/** @throws SealError where the key is gone or the value was changed */
export function openToken(
  ctx: Pick<Ctx, 'org' | 'keys'>,
  connectionId: string,
  column: TokenColumn,
  sealed: string,
): string {
  return open(ctx.keys, sealed, place(ctx, connectionId, column));
}
