import { useTranslations } from 'next-intl';
import { useSentence } from '#components/journal/sentence.tsx';
import { sentencesOf } from '#components/journal/words.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { Replayed } from '#lib/domain/messages/schemas.ts';
import { ApplyAgain } from './apply-again.tsx';

const SHOWN = 100;

/** What a message would change if it came now, in the words of the journal; nothing of it has happened. */
export function ReplayResult({ id, tried }: { id: string; tried: Replayed }) {
  const t = useTranslations('messages');
  const say = useSentence(tried.names);
  const { outcome, changes, said, unreadable, why, names } = tried;
  const about = [
    said > 0 || outcome !== 'held' ? t('replay.said', { count: said }) : null,
    unreadable > 0 ? t('replay.unreadable', { count: unreadable }) : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-col items-start gap-3">
      {outcome === 'held' && why ? (
        <Notice kind="warn" title={t('replay.held')} className="max-w-[640px]">
          {t(`why.${why}`)}
        </Notice>
      ) : (
        <p className="font-medium">
          {outcome === 'nothing' ? t('replay.nothing') : t('replay.changes', { count: changes.length })}
        </p>
      )}
      {changes.length > 0 ? (
        <ol className="w-full rounded-lg border border-line border-dashed">
          {changes.map((item) => (
            <li key={item.id} className="border-line border-b px-4 py-2 last:border-b-0">
              {sentencesOf(item).map((sentence) => (
                <p key={sentence.key} className="break-words">
                  {say(sentence)}
                  {item.subject.kind === 'reservation' && names[item.subject.id] ? (
                    <span className="text-ink-2"> · {names[item.subject.id]}</span>
                  ) : null}
                </p>
              ))}
            </li>
          ))}
        </ol>
      ) : null}
      {changes.length === SHOWN ? (
        <p className="text-ink-2 text-sm">{t('replay.changesMost', { count: SHOWN })}</p>
      ) : null}
      {about.length > 0 ? <p className="text-ink-2 text-sm">{about.join(' ')}</p> : null}
      <ApplyAgain id={id} isOffered={outcome === 'changes'} />
    </div>
  );
}
