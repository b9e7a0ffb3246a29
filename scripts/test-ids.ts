// Checks that a browser test uses each test id of the client, and that the client has each id that a test uses.
// The client writes an id at once behind an attribute or property whose name ends in `testid`, so that this finds
// it. `node scripts/test-ids.ts` prints each fault on a line, and exits with 1 if there is any.

import { globSync, readFileSync } from 'node:fs';

/** Texts of files by their paths. */
type Files = Readonly<Record<string, string>>;

/** An id as the client writes it: `data-testid="a"`, `testId={is ? 'a' : 'b'}`, `testId: 'a'`, and their templates. */
const writtenId =
  /\b(?<property>data-testid|\w*[tT]estId)(?:=(?!>)|:\s)\s*(?<value>"[^"]*"|'[^']*'|`[^`]*`|\{[^\n]*)/g;
const quoted = /"(?<double>[\w-]+)"|'(?<single>[\w-]+)'|`(?<template>[^`]+)`/g;
/** How a test finds an element. */
const findsById = /getByTestId\(\s*(?<argument>'[^']+'|`[^`]+`)|data-testid="?(?<selected>[\w-]+)"?\]/g;

/** A pattern of an id: `*` is a part that is known only at run time. */
const asPattern = (template: string): string => template.replaceAll(/\$\{[^}]*\}/g, '*');

const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(quoted)].map(({ groups = {} }) =>
    asPattern(groups['double'] ?? groups['single'] ?? groups['template'] ?? ''),
  );

const escaped = (text: string): string => text.replaceAll(/[^\w-]/g, (sign) => `\\${sign}`);
const expressionOf = (pattern: string, end = ''): RegExp =>
  new RegExp(`^${pattern.split('*').map(escaped).join('[\\w*-]+')}${end}$`);

/** Whether two patterns can be the same id. */
const canBeSame = (one: string, other: string): boolean =>
  expressionOf(one).test(other) || expressionOf(other).test(one);

/** A pattern says nothing without a fixed part of some length. */
const isTelling = (pattern: string): boolean => pattern.replaceAll('*', '').length > 3;

/** The ids by which a test finds elements. */
const soughtIn = (text: string): readonly string[] =>
  [...text.matchAll(findsById)].map(({ groups = {} }) =>
    asPattern(groups['selected'] ?? groups['argument']?.slice(1, -1) ?? ''),
  );

interface ClientId {
  readonly file: string;
  readonly pattern: string;
  /** Whether it is given to a component, which may add `-part` to it. */
  readonly isGiven: boolean;
}

/** The code that gives the attribute: until the end of the tag's line, or of its expression. */
function expressionAt(value: string): string {
  if (!value.startsWith('{')) return value;
  let depth = 0;
  for (let end = 0; end < value.length; end += 1) {
    if (value[end] === '{') depth += 1;
    if (value[end] === '}') depth -= 1;
    if (depth === 0) return value.slice(0, end);
  }
  return value;
}

const clientIds = (client: Files): readonly ClientId[] =>
  Object.entries(client).flatMap(([file, text]) =>
    [...text.matchAll(writtenId)].flatMap(({ groups = {} }) =>
      quotedIn(expressionAt(groups['value'] ?? '')).map((pattern) => ({
        file,
        pattern,
        isGiven: groups['property'] !== 'data-testid',
      })),
    ),
  );

/**
 * The client's ids that no test names. A test may give an id to a function, so each of its texts counts; but a text
 * that is composed may be anything, such as the name of a picture, and counts only where a test finds an element by it.
 */
export function unusedIds(client: Files, tests: Files): readonly string[] {
  const ids = clientIds(client);
  const plain = new Set(ids.map(({ pattern }) => pattern));
  const texts = Object.values(tests);
  const named = texts.flatMap(quotedIn).filter((text) => !text.includes('*'));
  const all = [...new Set([...named, ...texts.flatMap(soughtIn)])];
  /** Whether a component made the id of the test from the given one. One that the client has by itself is another's. */
  const isMadeFrom = ({ pattern, isGiven }: ClientId, each: string): boolean =>
    isGiven && !plain.has(each) && expressionOf(pattern, '-[\\w*-]+').test(each);
  const isUsed = (id: ClientId): boolean =>
    all.some(
      (each) =>
        expressionOf(id.pattern).test(each) ||
        isMadeFrom(id, each) ||
        (isTelling(each) && each.includes('*') && expressionOf(each).test(id.pattern)),
    );
  return ids
    .filter((id) => isTelling(id.pattern) && !isUsed(id))
    .map(({ file, pattern }) => `${file}: no browser test uses ${pattern}`);
}

/** The ids that tests look for, and that no code of the client writes. */
export function unknownIds(client: Files, tests: Files): readonly string[] {
  const written = [...new Set(Object.values(client).flatMap(quotedIn))];
  const plain = new Set(written.filter((pattern) => !pattern.includes('*')));
  const composed = written.filter((pattern) => pattern.includes('*') && /[\w-]/.test(pattern));
  /** Whether a component makes the id from one that it is given, such as `<testId>-search`. */
  const isMadeFrom = (given: string, rest: string): boolean =>
    plain.has(given) &&
    composed.some((pattern) => pattern.startsWith('*-') && canBeSame(pattern.slice(1), rest));
  const exists = (id: string): boolean =>
    plain.has(id) ||
    composed.some((pattern) => pattern === id || (!pattern.startsWith('*') && canBeSame(pattern, id))) ||
    [...id.matchAll(/-/g)].some(({ index }) => isMadeFrom(id.slice(0, index), id.slice(index)));
  return Object.entries(tests).flatMap(([file, text]) =>
    soughtIn(text)
      .filter((id) => isTelling(id) && !exists(id))
      .map((id) => `${file}: the client has no ${id}`),
  );
}

const read = (...patterns: readonly string[]): Files =>
  Object.fromEntries(
    globSync(patterns, { exclude: ['client/dist/**'] }).map((file) => [file, readFileSync(file, 'utf8')]),
  );

if (import.meta.main) {
  const client = read('client/**/*.{ts,tsx}');
  const tests = Object.fromEntries(
    Object.entries(read('test/e2e/**/*.ts', 'test/support/**/*.ts', 'bench/**/*.ts')).filter(([, text]) =>
      /TestId|data-testid/.test(text),
    ),
  );
  const faults = [...unusedIds(client, tests), ...unknownIds(client, tests)];
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
