import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A source file as the bundler and the words see it. Paths from the project's root; packages by their names. */
export type Module = {
  readonly client: boolean;
  /** Values only. */
  readonly imports: readonly string[];
  /** What import() fetches later. */
  readonly later: readonly string[];
  /** Arguments of useTranslations; null where it has none or one that is not plainly written. */
  readonly says: readonly (string | null)[];
  /** What `<Words of={[…]}>` gives; null where it is not plainly written. */
  readonly gives: readonly (string | null)[];
};

const known = new Map<string, Module>();

export function moduleAt(path: string): Module {
  const found = known.get(path) ?? readModule(path);
  known.set(path, found);
  return found;
}

function readModule(path: string): Module {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const [imports, later]: [string[], string[]] = [[], []];
  const [says, gives]: [(string | null)[], (string | null)[]] = [[], []];
  const visit = (node: ts.Node): void => {
    const from = valueImport(node);
    if (from !== null) imports.push(resolve(path, from));
    const fetched = laterImport(node);
    if (fetched !== null) later.push(resolve(path, fetched));
    if (ts.isCallExpression(node) && node.expression.getText(source) === 'useTranslations')
      says.push(textOf(node.arguments[0]));
    if (ts.isJsxAttribute(node) && node.name.getText(source) === 'of' && isWords(node, source))
      gives.push(...textsOf(node.initializer));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { client: saysUseClient(source), imports, later, says, gives };
}

function valueImport(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return typeOnly ? null : textOf(node.moduleSpecifier);
  }
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? null : textOf(node.moduleSpecifier);
  return null;
}

function laterImport(node: ts.Node): string | null {
  const isImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isImport ? textOf(node.arguments[0]) : null;
}

const textOf = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : null);

function textsOf(node: ts.JsxAttribute['initializer']): (string | null)[] {
  const list = node && ts.isJsxExpression(node) ? node.expression : undefined;
  return list && ts.isArrayLiteralExpression(list) ? list.elements.map(textOf) : [null];
}

const isWords = (node: ts.JsxAttribute, source: ts.SourceFile) =>
  node.parent.parent.tagName.getText(source) === 'Words';

function saysUseClient(source: ts.SourceFile): boolean {
  const first = source.statements[0];
  return first !== undefined && ts.isExpressionStatement(first) && textOf(first.expression) === 'use client';
}

function resolve(importer: string, name: string): string {
  if (name.startsWith('#')) return name.slice(1);
  return name.startsWith('.') ? join(dirname(importer), name) : name;
}

/** What does not exist is another check's to say. */
const isOurs = (path: string) => /^(app|components|lib|db)\/.*\.tsx?$/.test(path) && existsSync(path);

/**
 * What the browser may be sent for a file that the server renders, each with one file that brings it.
 * @param asClient as if the file said 'use client'
 * @param only `first`: without what is fetched once it is wanted
 */
export function clientModules(
  entry: string,
  asClient = false,
  only: 'all' | 'first' = 'all',
): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const seen = new Set<string>();
  const walk = (path: string, above: string | null, inBrowser: boolean): void => {
    const module = isOurs(path) ? moduleAt(path) : null;
    const client = inBrowser || module?.client === true;
    if (seen.has(`${client}${path}`)) return;
    seen.add(`${client}${path}`);
    if (client) found.set(path, inBrowser ? above : null);
    const { imports = [], later = [] } = module ?? {};
    for (const next of only === 'first' ? imports : [...imports, ...later]) walk(next, path, client);
  };
  walk(entry, null, asClient);
  return found;
}

/** From a file to the first that says 'use client', for a reader who asks how it got there. */
export function wayTo(found: ReadonlyMap<string, string | null>, path: string): string[] {
  const above = found.get(path);
  return above ? [...wayTo(found, above), path] : [path];
}

/** The files of app/ that Next renders by itself. */
export const renderedFiles = (): string[] =>
  globSync('app/**/{page,layout,template,loading,error,not-found,default,global-error}.tsx').sort();

/** The layouts around a file of app/, outermost first; those of a layout's own folder are not around it. */
export function layoutsAround(path: string): string[] {
  const folders = dirname(path).split('/');
  return folders
    .map((_, at) => `${folders.slice(0, at + 1).join('/')}/layout.tsx`)
    .filter((layout) => layout !== path && existsSync(layout));
}
