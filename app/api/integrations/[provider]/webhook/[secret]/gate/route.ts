import { askOwnGateApi, bookOwnGateApi } from '#lib/web/api/intake.ts';
import { serveGate } from '#lib/web/channel-calls.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const GET = publicEndpoint(askOwnGateApi, serveGate);
export const POST = publicEndpoint(bookOwnGateApi, serveGate);
