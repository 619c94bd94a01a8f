import { call } from '#components/api/client.ts';
import type { RestoredWaiting, SettledWaiting, SettleWaiting } from '#lib/domain/intake/schemas.ts';

export function settleWaiting(id: string, input: SettleWaiting): Promise<SettledWaiting> {
  return call<SettledWaiting>('POST', `/api/waiting/${id}`, input);
}

export function restoreWaiting(id: string): Promise<RestoredWaiting> {
  return call<RestoredWaiting>('POST', `/api/waiting/${id}/restore`);
}
