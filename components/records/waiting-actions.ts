import { call } from '#components/api/client.ts';
import type { SettledWaiting, SettleWaiting } from '#lib/domain/intake/schemas.ts';

export function settleWaiting(id: string, input: SettleWaiting): Promise<SettledWaiting> {
  return call<SettledWaiting>('POST', `/api/waiting/${id}`, input);
}
