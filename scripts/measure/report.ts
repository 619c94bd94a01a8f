import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { systemClock } from '#lib/kernel/clock.ts';
import { BUDGET } from './budget.ts';
import type { PageWeight } from './bundles.ts';
import type { ScrollTime } from './scroll.ts';
import type { CalendarVitals, PageVitals } from './vitals.ts';
import { yardstick } from './yardstick.ts';

const FILE = 'docs/performance.md';
const CORES = ['no', 'one', 'two', 'three', 'four'];

export type Section = 'weight' | 'calendar' | 'scroll' | 'pages';

type Cell = string | number;

const kB = (bytes: number) => (bytes / 1000).toFixed(1);
const ms = (time: number) => `${Math.round(time)} ms`;
const shift = (cls: number) => cls.toFixed(3);
const verdict = (value: number, most: number) => (value < most ? 'kept' : '**missed**');

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** When and on what it was measured: without that a figure says nothing. */
function stamp(): string {
  const cores = availableParallelism();
  const day = systemClock.now().toString().slice(0, 10);
  return `Measured ${day} on a machine with ${CORES[cores] ?? cores} cores.`;
}

/** The same for times, with how fast the machine was: the yardstick is laid against it right after what was measured. */
function timeStamp(): string {
  return `${stamp().slice(0, -1)}, right before a yardstick took ${ms(yardstick())}.`;
}

export function weightReport(weights: readonly PageWeight[]): string {
  const over = weights.filter(({ script }) => script >= BUDGET.script);
  return [
    stamp(),
    over.length === 0
      ? `Every page is below ${kB(BUDGET.script)} kB of JavaScript.`
      : `${over.length} of ${weights.length} pages are over ${kB(BUDGET.script)} kB of JavaScript: **missed**.`,
    '',
    table(
      ['Page', 'JavaScript, kB gzipped', 'Files', 'HTML, kB', 'HTML, kB gzipped', ''],
      weights.map(({ page, script, chunks, html, htmlGzipped }) => [
        `\`${page}\``,
        kB(script),
        chunks.length,
        kB(html),
        kB(htmlGzipped),
        verdict(script, BUDGET.script),
      ]),
    ),
  ].join('\n');
}

export function calendarReport(vitals: CalendarVitals, units: number): string {
  const rows = [
    ['Largest contentful paint', ms(vitals.lcp), ms(BUDGET.lcp), verdict(vitals.lcp, BUDGET.lcp)],
    [
      'Interaction to next paint, the slowest',
      ms(vitals.inp),
      ms(BUDGET.inp),
      verdict(vitals.inp, BUDGET.inp),
    ],
    ['Layout shift', shift(vitals.cls), BUDGET.cls, verdict(vitals.cls, BUDGET.cls)],
  ];
  return [
    `${timeStamp()} ${units} units; medians of five.`,
    '',
    table(['', 'Measured', 'Below', ''], rows),
    '',
    table(
      ['Interaction', 'Until the next paint'],
      vitals.steps.map(({ step, ms: time }) => [step, time === 0 ? 'under 16 ms' : ms(time)]),
    ),
    '',
    'The slowest of each run, with what it waited for its listeners, what they took, and what the paint took after them:',
    '',
    ...vitals.slowest.map(
      ({ step, event, duration, parts }) =>
        `- ${ms(duration)}: ${event}, in "${step}" (${parts.map(ms).join(', ')})`,
    ),
    ...(vitals.missing.length > 0
      ? ['', `Not measured, for want of what to act on: ${vitals.missing.join('; ')}.`]
      : []),
  ].join('\n');
}

export function scrollReport(times: readonly ScrollTime[], units: number): string {
  return [
    `${timeStamp()} ${units} units, two years of stays; medians of five.`,
    '',
    table(
      ['Way', 'Longest task', 'Tasks of 50 ms or more', ''],
      times.map(({ way, longest, count }) => [
        way,
        longest === 0 ? 'under 50 ms' : ms(longest),
        count,
        verdict(longest, BUDGET.longTask),
      ]),
    ),
  ].join('\n');
}

export function pagesReport(pages: readonly PageVitals[], units: number): string {
  return [
    `${timeStamp()} ${units} units; each page once.`,
    '',
    table(
      ['Page', 'Largest contentful paint', 'Layout shift', ''],
      pages.map(({ page, lcp, cls }) => [
        `\`${page}\``,
        ms(lcp),
        shift(cls),
        lcp < BUDGET.lcp && cls < BUDGET.cls ? 'kept' : '**missed**',
      ]),
    ),
  ].join('\n');
}

/** Replaces what stands between a section's marks in the document, and prints it. */
export function publish(section: Section, text: string): void {
  console.log(`\n${text}\n`);
  const [begin, end] = [`<!-- ${section} -->`, `<!-- end of ${section} -->`];
  const document = readFileSync(FILE, 'utf8');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${FILE} has no place for the ${section}: ${begin} … ${end}.`);
  writeFileSync(FILE, `${document.slice(0, from + begin.length)}\n${text}\n${document.slice(to)}`);
}
