import { useTranslations } from 'next-intl';
import { Ago } from '#components/format/ago.tsx';
import { State } from '#components/ui/state.tsx';
import type { Protection } from '#lib/domain/calendars/protection-rules.ts';
import { PROTECTION_STATE } from './protection-state.ts';
import { useSpan } from './use-span.ts';

/** How well a unit is protected, in a word, and the evidence or the gap in a sentence. */
export function ProtectionWords({ protection, now }: { protection: Protection; now: string }) {
  const t = useTranslations('home.protection');
  return (
    <div className="min-w-0">
      <State kind={PROTECTION_STATE[protection.level]} className="font-medium">
        {t(`${protection.level}.word`)}
      </State>
      <p className="break-words text-ink-2 text-sm">
        <Evidence protection={protection} now={now} />
      </p>
    </div>
  );
}

function Evidence({ protection, now }: { protection: Protection; now: string }) {
  const t = useTranslations('home.protection');
  const span = useSpan();
  switch (protection.level) {
    case 'good':
      return t('good.means', {
        sources: protection.sources,
        answered: span(protection.answeredMs),
        readers: protection.readers,
        read: span(protection.readMs),
      });
    case 'deaf':
    case 'unread': {
      const { level, name, since } = protection;
      if (since === null) return t(`${level}.never`, { name });
      return t.rich(`${level}.means`, { name, ago: () => <Ago at={since} now={now} /> });
    }
    case 'clash':
      return t('clash.means', { count: protection.count });
    case 'doubtful':
      return t('doubtful.means', { name: protection.name, count: protection.count });
    case 'paused':
    case 'syncing':
    case 'awaited':
      return t(`${protection.level}.means`, { name: protection.name });
    default:
      return t(`${protection.level}.means`);
  }
}
