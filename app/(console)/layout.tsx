import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Frame } from '#components/frame/frame.tsx';
import { OfflineLine } from '#components/frame/offline-line.tsx';
import { Palette } from '#components/frame/palette.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { can } from '#lib/domain/access/rules.ts';
import { countInbox } from '#lib/domain/calendars/attention.ts';
import { listProperties } from '#lib/domain/properties/queries.ts';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [{ ctx, user, organization, role }, jar] = await Promise.all([requirePageCtx(), cookies()]);
  const [properties, inboxCount] = await Promise.all([listProperties(ctx, { limit: 200 }), countInbox(ctx)]);
  const theme = jar.get('theme')?.value;
  const units = properties.items.flatMap((property) => [
    { href: `/properties/${property.id}`, name: property.name, property: null },
    ...(property.units.length > 1
      ? property.units.map((unit) => ({
          href: `/units/${unit.id}`,
          name: unit.name,
          property: property.name,
        }))
      : []),
  ]);
  return (
    <Frame
      person={{ name: user.name, email: user.email, organization: organization.name, role }}
      theme={theme === 'light' || theme === 'dark' ? theme : 'system'}
      folded={jar.get('rail')?.value === 'folded'}
      inboxCount={inboxCount}
      line={<OfflineLine />}
    >
      {children}
      <Palette units={units} mayConfigure={can(role, 'property.write')} />
    </Frame>
  );
}
