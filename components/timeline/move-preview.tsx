'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CHANNEL_NAMES, ChannelMark } from '#components/calendar/channels.tsx';
import { Ago } from '#components/format/ago.tsx';
import { nightsFrom } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { State } from '#components/ui/state.tsx';
import type { MovePreview } from '#lib/domain/explain/move-schemas.ts';
import { useBarWords } from './use-bar-words.ts';

type Run = { readonly from: string; readonly to: string };
type Told = MovePreview['told'][number];

/** Runs that are named one by one; a long list says how many more there are. */
const SHOWN = 3;

/** What a change would come to, in full: why not, or who is told what, and how. */
export function MovePreviewView({ preview }: { preview: MovePreview }) {
  const t = useTranslations('moves');
  const say = useRuns();
  const { refusal, told, readers, units, hints, endsConflicts, price } = preview;
  if (refusal) return <RefusalNotice refusal={refusal} />;
  if (!preview.isChanged) return <p className="text-ink-2">{t('unchanged')}</p>;
  const begins = units.flatMap((unit) => unit.preparationBegins);
  const ends = units.flatMap((unit) => unit.preparationEnds);
  return (
    <div className="flex flex-col gap-3">
      <Hints hints={hints} />
      <section aria-label={t('told')}>
        <h3 className="font-medium text-sm">{t('told')}</h3>
        {told.length + readers.length === 0 ? (
          <p className="mt-1 text-ink-2 text-sm">{t('toldNone')}</p>
        ) : (
          <ul className="mt-1 flex flex-col border-line border-t">
            {told.map((one) => (
              <ToldLine key={one.mappingId} told={one} />
            ))}
            {readers.map((one) => (
              <Line
                key={one.id}
                mark={<ChannelMark channel="ical" />}
                name={one.isPlain ? t('plainFeed') : one.name}
                how={one.lastReadAt === null ? t('neverRead') : <LastRead at={one.lastReadAt} />}
              >
                {[
                  ...(one.opens.length > 0 ? [t('opens', { nights: say(one.opens) })] : []),
                  ...(one.closes.length > 0 ? [t('closes', { nights: say(one.closes) })] : []),
                ]}
              </Line>
            ))}
          </ul>
        )}
      </section>
      <ul className="flex flex-col gap-1 text-ink-2 text-sm">
        {begins.length > 0 ? <li>{t('preparation', { nights: say(begins) })}</li> : null}
        {ends.length > 0 ? <li>{t('preparationEnds', { nights: say(ends) })}</li> : null}
        {endsConflicts.length > 0 ? <li>{t('endsConflict', { count: endsConflicts.length })}</li> : null}
        {price === 'as_agreed' ? <li>{t('priceStays')}</li> : null}
      </ul>
    </div>
  );
}

function LastRead({ at }: { at: string }) {
  const t = useTranslations('moves');
  return t.rich('whenReadLast', { ago: () => <Ago at={at} now={at} /> });
}

function ToldLine({ told }: { told: Told }) {
  const t = useTranslations('moves');
  const say = useRuns();
  const { provider, account, listing, changes, unsent } = told;
  const kinds = [...Map.groupBy(changes, ({ kind, left }) => `${kind} ${left}`).values()];
  return (
    <Line
      mark={<ChannelMark channel={provider} />}
      name={CHANNEL_NAMES[provider] ?? provider}
      more={listing}
      title={`${account}: ${listing}`}
      how={
        unsent ? (
          <State kind="paused">{t(`unsent.${unsent}`)}</State>
        ) : (
          <State kind="waiting">{t('now')}</State>
        )
      }
    >
      {kinds.flatMap((runs) => {
        const [first] = runs;
        if (!first) return [];
        return [t(first.kind, { nights: say(runs), left: first.left })];
      })}
    </Line>
  );
}

function Line({
  mark,
  name,
  more,
  title,
  how,
  children,
}: {
  mark: ReactNode;
  name: string;
  more?: string;
  title?: string;
  how: ReactNode;
  children: readonly string[];
}) {
  return (
    <li className="flex gap-2.5 border-line border-b py-2">
      <span className="mt-0.5">{mark}</span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="truncate" title={title ?? name}>
          <span className="font-medium">{name}</span>
          {more ? <span className="text-ink-2"> {more}</span> : null}
        </p>
        {children.map((line) => (
          <p key={line} className="tnum">
            {line}
          </p>
        ))}
        <p className="mt-0.5 text-ink-2">{how}</p>
      </div>
    </li>
  );
}

/** What was asked for these nights and would not be kept. */
export function Hints({ hints }: { hints: MovePreview['hints'] }) {
  const t = useTranslations('moves');
  const locale = useLocale();
  if (hints.length === 0) return null;
  return (
    <Notice kind="warn">
      {hints.map(({ code, night, nights }) => (
        <p key={code}>{t(`hint.${code}`, { count: nights ?? 0, night: sayNight(locale, night) })}</p>
      ))}
    </Notice>
  );
}

function RefusalNotice({ refusal }: { refusal: NonNullable<MovePreview['refusal']> }) {
  const t = useTranslations('moves');
  const say = useRefusal();
  const { code, channel, externalId, mayForce } = refusal;
  const [title, ...lines] = say(refusal);
  return (
    <Notice kind="bad" title={title}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {code === 'channel_decides' && channel ? (
        <p>
          {t.rich('refused.channelTodo', {
            channel: CHANNEL_NAMES[channel] ?? channel,
            code: () => <span className="select-all break-all font-mono">{externalId}</span>,
          })}
        </p>
      ) : null}
      {code === 'taken' ? (
        <p className="mt-1">{mayForce ? t('refused.mayForce') : t('moveNothing')}</p>
      ) : null}
    </Notice>
  );
}

/** Why not, and then what stands there, as sentences. */
export function useRefusal() {
  const t = useTranslations('moves');
  const words = useBarWords();
  return ({ code, channel, inTheWay }: NonNullable<MovePreview['refusal']>): string[] => [
    t(`refused.${code}`, { channel: CHANNEL_NAMES[channel ?? ''] ?? channel ?? '' }),
    ...inTheWay.map((one) => {
      const who = one.label || one.calendar?.name || words.channel(one.channel);
      const kind = one.kind === 'block' && !one.label ? 'blockPlain' : one.kind;
      return t(`taken.${kind}`, { who, channel: words.channel(one.channel), nights: words.stay(one) });
    }),
  ];
}

/** "Fri 4 Dec – Mon 7 Dec, Wed 9 Dec – Thu 10 Dec and 2 more" */
function useRuns() {
  const t = useTranslations('moves');
  const words = useBarWords();
  return (runs: readonly Run[]): string => {
    const said = runs.slice(0, SHOWN).map(({ from, to }) => words.stay({ checkIn: from, checkOut: to }));
    return [said.join(', '), runs.length > SHOWN ? t('andMore', { count: runs.length - SHOWN }) : '']
      .filter(Boolean)
      .join(' ');
  };
}

/** The same in a few words, for who is still holding it. */
export function useShortPreview() {
  const t = useTranslations('moves');
  return ({ told, readers }: MovePreview): { mark: string; text: string }[] => {
    const nightsOf = ({ changes }: Told, ...kinds: string[]) =>
      changes
        .filter((one) => kinds.includes(one.kind))
        .reduce((sum, one) => sum + nightsFrom(one.from, one.to), 0);
    const lines = told.flatMap((one) => {
      const counts = [
        ['opens', nightsOf(one, 'opens')],
        ['closes', nightsOf(one, 'closes')],
        ['changes', nightsOf(one, 'fewer', 'more')],
      ] as const;
      const said = counts.flatMap(([kind, count]) => (count > 0 ? [t(`short.${kind}`, { count })] : []));
      const name = CHANNEL_NAMES[one.provider] ?? one.provider;
      return said.length > 0 ? [{ mark: one.provider, text: `${name}: ${said.join(', ')}` }] : [];
    });
    if (readers.length > 0) lines.push({ mark: 'ical', text: t('short.readers', { count: readers.length }) });
    return lines.length > 0 ? lines : [{ mark: '', text: t('short.none') }];
  };
}

/** Whether it may be done, in a line: while the answer is on its way, that too. */
export function Verdict({ preview, met }: { preview: MovePreview | null; met: string | null }) {
  const t = useTranslations('moves');
  const say = useRefusal();
  if (preview?.refusal)
    return (
      <p className="flex items-start gap-1.5 text-bad">
        <Icon name="circle-x" className="mt-0.5 size-4 shrink-0" />
        <span>{say(preview.refusal).slice(0, 2).join(' ')}</span>
      </p>
    );
  if (!preview)
    return (
      <p className="flex items-center gap-1.5 text-ink-2">
        <Icon name="loader-circle" className="size-4 shrink-0 animate-spin" />
        {met ? t('aloud.met', { who: met }) : t('asking')}
      </p>
    );
  return (
    <p className="flex items-center gap-1.5 text-good">
      <Icon name="circle-check" className="size-4 shrink-0" />
      {t('free')}
    </p>
  );
}
