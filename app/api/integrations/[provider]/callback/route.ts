import { finishConnectApi } from '#lib/web/api/connections.ts';
import { answerCallback, methodNotAllowed } from '#lib/web/connect-callback.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const GET = publicEndpoint(finishConnectApi, answerCallback);
// Left out, Next would answer it by a whole GET, which uses up the one try there is.
export const HEAD = methodNotAllowed;
