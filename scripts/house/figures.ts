import type { SourceFile } from './source-files.ts';

/** Something with a length, in lines. */
export interface Lines {
  readonly name: string;
  readonly lines: number;
}

const byLength = (a: Lines, b: Lines): number => b.lines - a.lines || (a.name < b.name ? -1 : 1);

const isComment = (line: string): boolean => /^(\/\/|\/\*|\*)/.test(line);
const isCode = (line: string): boolean => line !== '' && !isComment(line);

/** Longest first; counted as by the rule max-lines: without blank lines and comments. */
export function longestFiles(files: readonly SourceFile[]): readonly Lines[] {
  return files
    .map(({ path, text }) => ({
      name: path,
      lines: text.split('\n').filter((line) => isCode(line.trim())).length,
    }))
    .toSorted(byLength);
}

/** The first line of a function with a block, as Prettier formats it. */
const functionHead =
  /^(\s*)(?:export )?(?:(?:async )?function\*? (\w+)|(?:const|let) (\w+) = (?:async )?(?:<|\()|(?:(?:private|static|async|get|set|\*) ?)*(#?\w+)(?:<[^>]*>)?\()/;
const notFunctions = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'super',
  'expect',
  'describe',
]);

/**
 * Functions and methods with a block, longest first. Relies on Prettier: a block ends with the next line that begins with a brace in the
 * column of its head.
 */
export function longestFunctions(files: readonly SourceFile[]): readonly Lines[] {
  return files
    .flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, start): Lines[] => {
        const [, indent = '', ...names] = functionHead.exec(line) ?? [];
        const name = names.find((each) => each !== undefined);
        if (name === undefined || notFunctions.has(name)) return [];
        const end = lines.findIndex((each, index) => index > start && each.startsWith(`${indent}}`));
        const opens = lines.slice(start, end).find((each) => each.startsWith(indent) && each.endsWith('{'));
        const isOpened = line.endsWith('{') || (opens?.startsWith(`${indent})`) ?? false);
        const isWhole = end > start && isOpened;
        return isWhole ? [{ name: `${name} (${path})`, lines: end - start + 1 }] : [];
      });
    })
    .toSorted(byLength);
}

const exported =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;

/** Files that export the same name by convention: what is looked up by the name of the file. */
const byConvention =
  /^(server\/storage\/migrations\/|client\/i18n\/topics\/|protocol\/rest\/openapi\/)|-work\.ts$|^server\/documents\/(draw-page|inspect-document)\.ts$/;

/** A component has the name of what it shows: `<Conference>` shows a `Conference`. */
const component = /^export function [A-Z]/;

/** Name → the files that export it, for names that several files export; one of them may be a component. */
export function namesTwice(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, Set<string>>();
  const components = new Map<string, string>();
  for (const { path, text } of files) {
    if (byConvention.test(path)) continue;
    for (const [declaration, name = ''] of text.matchAll(exported)) {
      const isComponent = path.endsWith('.tsx') && component.test(declaration);
      if (isComponent && !components.has(name)) components.set(name, path);
      else places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  return new Map(
    [...places].flatMap(([name, paths]) => {
      const all = [...paths, components.get(name) ?? []].flat();
      const isMeant = paths.size === 1 && !all.every((path) => path.endsWith('.tsx'));
      return all.length > 1 && !isMeant ? [[name, all] as const] : [];
    }),
  );
}

/** Lines that are equal in two places. */
export interface Duplicate {
  readonly lines: number;
  readonly places: readonly [string, string];
}

/** Lines that say the same in every file: a repetition of these alone is no duplicate. */
const saysNothing = (line: string): boolean => /^[\])}(;,>]*$/.test(line) || line.startsWith('import ');

/** Runs of `least` lines or more that are equal apart from their indentation; imports, comments and blank lines left out. */
export function duplicates(files: readonly SourceFile[], least = 10): readonly Duplicate[] {
  const lines = files.flatMap(({ path, text }) =>
    text
      .replaceAll(/^import [^;]*;$/gm, (statement) => statement.replaceAll(/[^\n]/g, ''))
      .split('\n')
      .map((line, index) => ({ path, line: line.trim(), at: index + 1 }))
      .filter(({ line }) => isCode(line)),
  );
  const windows = new Map<string, number>();
  const found: Duplicate[] = [];
  /** The end of the last run, so that its inner windows are not counted again. */
  let covered = 0;
  for (let at = 0; at + least <= lines.length; at += 1) {
    const window = lines.slice(at, at + least);
    if (window[0]?.path !== window.at(-1)?.path) continue;
    const key = window.map(({ line }) => line).join('\n');
    const earlier = windows.get(key);
    if (earlier === undefined) {
      windows.set(key, at);
      continue;
    }
    if (at < covered || window.filter(({ line }) => !saysNothing(line)).length < least / 2) continue;
    let length = least;
    while (
      lines[at + length]?.path === window[0]?.path &&
      lines[earlier + length]?.path === lines[earlier]?.path &&
      lines[at + length]?.line === lines[earlier + length]?.line
    ) {
      length += 1;
    }
    covered = at + length;
    const place = (index: number): string => `${lines[index]?.path}:${lines[index]?.at}`;
    found.push({ lines: length, places: [place(earlier), place(at)] });
  }
  return found.toSorted((a, b) => b.lines - a.lines);
}
