import { changeGateApi } from '#lib/web/api/intake.ts';
import { serveGate } from '#lib/web/channel-calls.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const PUT = publicEndpoint(changeGateApi, serveGate);
