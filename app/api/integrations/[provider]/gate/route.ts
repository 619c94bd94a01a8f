import { askGateApi, bookGateApi } from '#lib/web/api/intake.ts';
import { serveGate } from '#lib/web/channel-calls.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const GET = publicEndpoint(askGateApi, serveGate);
export const POST = publicEndpoint(bookGateApi, serveGate);
