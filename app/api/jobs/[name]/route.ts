import { deliver } from '#lib/jobs/deliver.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { deliverApi } from '#lib/web/api/runs.ts';
import { readBytes } from '#lib/web/body.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

/** A failure callback carries the body of what failed; ours are two bytes. */
const MAX_BYTES = 256 * 1024;

export const POST = publicEndpoint(deliverApi, async ({ request, params }) => {
  const body = await readBytes(request, MAX_BYTES);
  return deliver(
    await runtime(),
    { name: params.name, headers: request.headers, body },
    { registry: REGISTRY },
  );
});
