import { existsSync, readFileSync } from 'node:fs';
import type { Finding } from './report.ts';
import { projectFiles, sourceFiles } from './source-files.ts';

// It names what it forbids.
const THIS_FILE = 'scripts/check/structure.ts';
const LINES_MAX = 300;
const TEST_LINES_MAX = 500;

/** What reaches for time, chance, the network or the environment, and the only places where it may. */
const CONFINED: readonly { what: string; pattern: RegExp; allowed: RegExp; instead: string }[] = [
  {
    what: 'Date.now()',
    pattern: /\bDate\.now\b/,
    allowed: /^(components|scripts\/bootstrap\.mjs|tests\/e2e)\b/,
    instead: 'a Clock that is handed in',
  },
  {
    what: 'new Date',
    pattern: /\bnew Date\b/,
    // The recurrence library speaks in instants.
    allowed: /^(lib\/kernel\/clock\.ts|lib\/providers\/ical\/recurrence-worker\.ts|components|tests)\b/,
    instead: 'Temporal, or toDate() at the driver',
  },
  { what: 'Math.random()', pattern: /\bMath\.random\b/, allowed: /^$/, instead: 'crypto' },
  {
    what: 'process.env',
    pattern: /\bprocess\.env\b/,
    allowed: /^(lib\/env\.ts|scripts|tests|sandbox\/server\.ts|bench|instrumentation\.ts|[a-z.]+\.config\.)/,
    instead: 'env()',
  },
  {
    what: 'fetch()',
    pattern: /(?<![.\w])fetch\(/,
    allowed: /^(lib\/platform|components|scripts|tests|bench)\//,
    instead: 'lib/platform/http.ts',
  },
];

export function checkStructure(): Finding[] {
  const files = sourceFiles().filter((path) => path !== THIS_FILE);
  return [...files.flatMap(checkFile), ...projectFiles().flatMap(checkDocument)];
}

function checkFile(path: string): Finding[] {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n').length - 1;
  const isTest = /\.(test|spec)\.tsx?$/.test(path) || path.startsWith('tests/');
  const cap = isTest ? TEST_LINES_MAX : LINES_MAX;
  const findings: Finding[] = [];
  if (lines > cap) findings.push({ path, problem: `has ${lines} lines; the cap is ${cap}` });
  if (/(^|\/)index\.tsx?$/.test(path))
    findings.push({ path, problem: 'is a barrel: import the file itself' });
  if (/(^|\/)(utils?|helpers?|misc|common)(\.|\/)/.test(path)) {
    findings.push({ path, problem: 'has a name that says nothing about what is in it' });
  }
  return path.endsWith('.css') ? findings : findings.concat(checkConfined(path, text, isTest));
}

function checkConfined(path: string, text: string, isTest: boolean): Finding[] {
  const code = text.split('\n');
  return CONFINED.filter(({ allowed }) => !isTest && !allowed.test(path)).flatMap(
    ({ what, pattern, instead }) => {
      const at = code.findIndex((line) => pattern.test(withoutComment(line)));
      return at < 0
        ? []
        : [{ path: `${path}:${at + 1}`, problem: `uses ${what} where it may not: use ${instead}` }];
    },
  );
}

function withoutComment(line: string): string {
  return /^\s*(\/?\*|\/\/)/.test(line) ? '' : line.replace(/(^|\s)\/\/.*$/, '');
}

const PATH_IN_DOCS =
  /`((?:app|components|lib|db|sandbox|bench|scripts|tests|docs|messages)\/[\w./()[\]-]*[\w)\]/])`/g;

/** Paths that a document names, in backticks, must exist: a document that lies is worse than none. */
function checkDocument(path: string): Finding[] {
  if (!/^(README\.md|docs\/.*\.md)$/.test(path)) return [];
  const named = [...readFileSync(path, 'utf8').matchAll(PATH_IN_DOCS)].map((match) => match[1] ?? '');
  return named
    .filter((target) => !existsSync(target))
    .map((target) => ({ path, problem: `names ${target}, which does not exist` }));
}
