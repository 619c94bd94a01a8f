import { runtime } from '#lib/runtime/runtime.ts';
import { failedTurnovers, serveTurnovers } from '#lib/web/turnovers/serve.ts';

type Context = { params: Promise<{ token: string }> };

/** A page of its own, outside of every layout: plain HTML that needs no script, and takes nothing of the console along. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    return await serveTurnovers(await runtime(), request, (await params).token);
  } catch (error) {
    // Without the address: it is a secret.
    await runtime().then(
      ({ log }) => log.error({ err: error }, 'turnovers page failed'),
      () => console.error(error), // the runtime itself could not start: there is no other log
    );
    return failedTurnovers(request);
  }
}

export const HEAD = GET;
