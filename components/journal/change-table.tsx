import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { sayInstant, sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { type Fact, factsOf, isChanged, isPersonal } from './facts.ts';

const NIGHT = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ID = /^[a-z]{3}_[0-9a-z]{24}$/;

type Names = Readonly<Record<string, string>>;

/** Before and after, field by field; what did not change stands back. */
export function ChangeTable({ item, names, zone }: { item: JournalItem; names: Names; zone: string }) {
  const t = useTranslations('journal.page');
  const facts = factsOf(item);
  const sides = [facts.some((one) => one.before !== undefined), facts.some((one) => one.after !== undefined)];
  return (
    <div className="overflow-x-auto">
      <table className="text-left text-sm">
        <thead>
          <tr className="text-ink-2 text-xs">
            <th scope="col" className="py-1 pr-3 sm:pr-6 font-medium">
              {t('fieldName')}
            </th>
            {sides[0] ? (
              <th scope="col" className="py-1 pr-3 sm:pr-6 font-medium">
                {t('was')}
              </th>
            ) : null}
            {sides[1] ? (
              <th scope="col" className="py-1 font-medium">
                {t('now')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {facts.map((fact) => (
            <Row key={fact.field} fact={fact} sides={sides} names={names} zone={zone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ fact, sides, names, zone }: { fact: Fact; sides: boolean[]; names: Names; zone: string }) {
  const t = useTranslations('journal.page');
  const { field, before, after } = fact;
  const isOther = isChanged(fact) && sides.every(Boolean);
  const cell = (value: unknown) =>
    isPersonal(field) ? t('hidden') : <Value value={value} names={names} zone={zone} />;
  return (
    <tr className={cn('align-top', isOther || !sides.every(Boolean) ? 'text-ink' : 'text-ink-2')}>
      <th scope="row" className="py-0.5 pr-3 sm:pr-6 font-normal text-ink-2">
        {t.has(`fields.${field}`) ? t(`fields.${field}`) : <code lang="en">{field}</code>}
      </th>
      {sides[0] ? <td className="tnum py-0.5 pr-3 sm:pr-6">{cell(before)}</td> : null}
      {sides[1] ? <td className={cn('tnum py-0.5', isOther && 'font-medium')}>{cell(after)}</td> : null}
    </tr>
  );
}

function Value({ value, names, zone }: { value: unknown; names: Names; zone: string }): ReactNode {
  const t = useTranslations('journal.page');
  const locale = useLocale();
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return value.length === 0
      ? '—'
      : value.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and none moves
          <span key={at}>
            {at > 0 ? ', ' : ''}
            <Value value={one} names={names} zone={zone} />
          </span>
        ));
  if (typeof value !== 'string')
    return <code className="break-all font-mono text-xs">{JSON.stringify(value)}</code>;
  if (NIGHT.test(value)) return sayNight(locale, value, 'dayYear');
  if (INSTANT.test(value)) return sayInstant(locale, value, zone);
  if (names[value]) return names[value];
  if (ID.test(value)) return <code className="break-all font-mono text-xs">{value}</code>;
  return t.has(`values.${value}`) ? (
    t(`values.${value}`)
  ) : (
    <span className="break-words" lang="und">
      {value}
    </span>
  );
}
