import { listShares } from '#lib/domain/turnovers/list-shares.ts';
import { shareTurnovers } from '#lib/domain/turnovers/share.ts';
import { listTurnoverLinksApi, shareTurnoversApi } from '#lib/web/api/turnovers.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listTurnoverLinksApi, ({ ctx }) => listShares(ctx));
export const POST = endpoint(shareTurnoversApi, ({ ctx, body }) => shareTurnovers(ctx, body));
