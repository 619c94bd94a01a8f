'use client';

import { useQuery } from '@tanstack/react-query';
import { call } from '#components/api/client.ts';
import type { ChannelDetail, ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { Rounding } from '#lib/kernel/pricing.ts';

/** How prices of an account are rounded before they are sent; a new account's are not. */
export function useRounding(isTheOne: (state: ConnectionState) => boolean): Rounding {
  const channel = useQuery({
    queryKey: ['avito-channel'],
    queryFn: ({ signal }) => call<ChannelDetail>('GET', '/api/integrations/avito', undefined, signal),
  });
  return channel.data?.connections.find(isTheOne)?.rounding ?? 'none';
}
