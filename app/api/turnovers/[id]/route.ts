import { revokeShare } from '#lib/domain/turnovers/revoke.ts';
import { revokeTurnoverLinkApi } from '#lib/web/api/turnovers.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const DELETE = endpoint(revokeTurnoverLinkApi, ({ ctx, params }) => revokeShare(ctx, params.id));
