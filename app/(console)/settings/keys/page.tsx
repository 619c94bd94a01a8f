import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Section } from '#components/frame/page.tsx';
import { NewKeyButton } from '#components/settings/key-dialog.tsx';
import { KeysList } from '#components/settings/keys-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { requirePageCtx } from '#lib/auth/page.ts';
import { ROLE_ORDER } from '#lib/domain/access/labels.ts';
import { can, canGrant } from '#lib/domain/access/rules.ts';
import { listApiKeys } from '#lib/domain/people/queries.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('settingsPages.keys'))('title') };
}

export default async function KeysPage() {
  const [{ ctx, role }, t] = await Promise.all([requirePageCtx(), getTranslations('settingsPages.keys')]);
  if (!can(role, 'key.manage')) {
    return (
      <Section title={t('title')}>
        <EmptyState title={t('forbidden')}>{t('forbiddenMeans')}</EmptyState>
      </Section>
    );
  }
  const keys = await listApiKeys(ctx, { limit: 200 });
  const button = <NewKeyButton grantable={ROLE_ORDER.filter((one) => canGrant(role, one))} />;
  const isEmpty = keys.items.length === 0;
  return (
    <Section title={t('title')} lead={t('lead')} action={isEmpty ? null : button}>
      {isEmpty ? (
        <EmptyState
          title={t('emptyTitle')}
          action={button}
          sample={
            <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-sm">
              {`curl -H "Authorization: Bearer lk_…" ${ctx.appUrl}/api/reservations`}
            </pre>
          }
        >
          {t('emptyMeans')}
        </EmptyState>
      ) : (
        <KeysList keys={keys.items} now={ctx.clock.now().toString()} />
      )}
    </Section>
  );
}
