import { parentPort, workerData } from 'node:worker_threads';
import ical from 'node-ical';
import type { RuleAnswer, RuleRequest } from './recurrence.ts';

/*
 * Runs in a worker thread, because a rule of a few hundred bytes can take the library all memory there is. It sees one rule
 * at a time, on dates alone: each date goes in as noon UTC and comes out as the same digits, so the process's own time zone
 * has no say. Dates cross the border as text.
 */

const port = parentPort;
if (!port) throw new Error('recurrence-worker runs as a worker thread only');

// The library comments on what it reads; nobody drains this thread's output.
for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) console[level] = () => undefined;

/** [0]: CPU milliseconds this thread had used when it took up the rule it is at; the pool reads it to tell who overran. */
const startedAt = new Float64Array(workerData.startedAt);

function calendarOf(request: RuleRequest): string {
  return [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:rule',
    `DTSTART:${request.start.replaceAll('-', '')}T120000Z`,
    `RRULE:${request.rule}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
}

function datesOf(request: RuleRequest): string[] {
  const event = ical.sync.parseICS(calendarOf(request)).rule;
  const rule = event?.type === 'VEVENT' ? event.rrule : undefined;
  if (!rule) throw new Error('no rule was read');
  // The library's interface speaks in instants; noon UTC of a date is that date's digits in and out.
  const from = new Date(`${request.from}T00:00:00Z`);
  const to = new Date(`${request.to}T00:00:00Z`);
  const dates = new Set<string>();
  for (const instant of rule.between(from, to, true)) {
    dates.add(instant.toISOString().slice(0, 10));
    if (dates.size > request.limit) break;
  }
  return [...dates];
}

function answer(request: RuleRequest): RuleAnswer {
  try {
    return { id: request.id, dates: datesOf(request) };
  } catch (error) {
    return { id: request.id, failed: error instanceof Error ? error.message.slice(0, 200) : 'unknown' };
  }
}

port.on('message', (requests: readonly RuleRequest[]) => {
  for (const request of requests) {
    const cpu = process.threadCpuUsage();
    startedAt[0] = (cpu.user + cpu.system) / 1000;
    port.postMessage(answer(request));
  }
});

port.postMessage('ready');
