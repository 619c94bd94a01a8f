import { runtime } from '#lib/runtime/runtime.ts';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import { openapi } from '#lib/web/openapi.ts';

export async function GET(): Promise<Response> {
  const { appUrl } = await runtime();
  return Response.json(openapi(DEFINITIONS, appUrl));
}
