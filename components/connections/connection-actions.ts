import { call } from '#components/api/client.ts';
import type {
  ConfigureAnswer,
  ConfigureInput,
  ConnectAnswer,
  ConnectionState,
  DisconnectAnswer,
  ProviderName,
  TestAnswer,
  UpdateConnectionInput,
} from '#lib/domain/connections/schemas.ts';

/** A channel's place in the API; which of its accounts is meant stands in the query. */
function pathOf(provider: ProviderName, rest: string, connectionId: string | null): string {
  const query = connectionId ? `?connection=${encodeURIComponent(connectionId)}` : '';
  return `/api/integrations/${provider}${rest}${query}`;
}

export function beginConnect(provider: ProviderName, returnTo?: string): Promise<ConnectAnswer> {
  return call<ConnectAnswer>('POST', pathOf(provider, '/connect', null), returnTo ? { returnTo } : {});
}

/** @param connectionId one of its accounts, where it has several: nobody does it unawares to all */
export function configureChannel(
  provider: ProviderName,
  connectionId: string | null,
  input: ConfigureInput,
): Promise<ConfigureAnswer> {
  return call<ConfigureAnswer>('POST', pathOf(provider, '/configure', connectionId), input);
}

export function testConnection(provider: ProviderName, connectionId: string | null): Promise<TestAnswer> {
  return call<TestAnswer>('POST', pathOf(provider, '/test', connectionId));
}

export function syncConnection(
  provider: ProviderName,
  connectionId: string | null,
): Promise<{ runId: string }> {
  return call<{ runId: string }>('POST', pathOf(provider, '/sync', connectionId));
}

/** Tells the account everything again; the run says what came of it. */
export function forcePush(provider: ProviderName, connectionId: string | null): Promise<{ runId: string }> {
  return call<{ runId: string }>('POST', pathOf(provider, '/push', connectionId), {});
}

export function updateConnection(
  provider: ProviderName,
  connectionId: string | null,
  input: UpdateConnectionInput,
): Promise<ConnectionState> {
  return call<ConnectionState>('PATCH', pathOf(provider, '', connectionId), input);
}

/** What disconnecting would do; changes nothing. */
export function previewDisconnect(
  provider: ProviderName,
  connectionId: string | null,
): Promise<DisconnectAnswer> {
  return call<DisconnectAnswer>('GET', pathOf(provider, '/disconnect', connectionId));
}

export function disconnect(provider: ProviderName, connectionId: string | null): Promise<DisconnectAnswer> {
  return call<DisconnectAnswer>('DELETE', pathOf(provider, '', connectionId));
}
