// Checks that style sheets take sizes of text, space, colours, radii, layers and durations from the design
// tokens. `node scripts/design-tokens.ts` prints each fault on a line, and exits with 1 if there is any.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const styles = join(import.meta.dirname, '../client/styles');
const tokensFile = 'tokens.css';

interface Rule {
  readonly properties: RegExp;
  /** What a value may not contain. */
  readonly refused: RegExp;
  readonly why: string;
}

const rules: readonly Rule[] = [
  {
    properties: /./,
    refused: /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|color)\(|(?<![\w-])(?:white|black)(?![\w-])/i,
    why: 'a colour is a token',
  },
  { properties: /^font-size$/, refused: /\d(?:rem|px|vw|dvh)\b/, why: 'a size of text is a token' },
  {
    properties: /^(?:padding|margin)(?:-|$)|(?:^|-)gap$/,
    refused: /[1-9.]\d*(?:rem|px|vw|dvh)\b/,
    why: 'a space is a token',
  },
  { properties: /^border(?:-[\w-]+)?-radius$/, refused: /[1-9]\d*(?:rem|px)\b/, why: 'a radius is a token' },
  { properties: /^z-index$/, refused: /\d/, why: 'a layer is a token' },
  { properties: /^(?:transition|animation)(?:-|$)/, refused: /\d(?:ms|s)\b/, why: 'a duration is a token' },
];

/** The declarations of a style sheet; a comment declares nothing. */
function declarations(sheet: string): readonly { property: string; value: string; line: number }[] {
  const text = sheet.replaceAll(/\/\*.*?\*\//gs, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return [...text.matchAll(/(?<=[{;]\s*)(?<property>[\w-]+)\s*:\s*(?<value>[^{};]+)(?=[;}])/g)].map(
    (found) => ({
      property: found.groups?.['property'] ?? '',
      value: found.groups?.['value'] ?? '',
      line: text.slice(0, found.index).split('\n').length,
    }),
  );
}

/** The faults of style sheets, by file name: literals that are a token's, and names that no sheet declares. */
export function tokenFaults(sheets: Readonly<Record<string, string>>): readonly string[] {
  const all = Object.entries(sheets).flatMap(([file, sheet]) =>
    declarations(sheet).map((declared) => ({ file, ...declared })),
  );
  const declared = new Set(all.map(({ property }) => property).filter((name) => name.startsWith('--')));
  return all.flatMap(({ file, property, value, line }) => {
    const place = `${file}:${line} ${property}: ${value.replaceAll(/\s+/g, ' ').trim()}`;
    const literals =
      file === tokensFile
        ? []
        : rules.filter((rule) => rule.properties.test(property) && rule.refused.test(value));
    const unknown = [...value.matchAll(/var\((?<name>--[\w-]+)\s*\)/g)]
      .map((found) => found.groups?.['name'] ?? '')
      .filter((name) => !declared.has(name) && !setByCode.has(name));
    return [
      ...literals.map(({ why }) => `${place} – ${why}`),
      ...unknown.map((name) => `${place} – no style sheet declares ${name}`),
    ];
  });
}

/** Set on an element by the client's code. */
const setByCode: ReadonlySet<string> = new Set([
  '--columns',
  '--rows',
  '--large-columns',
  '--side-columns',
  '--side-rows',
]);

if (import.meta.main) {
  const files = globSync('**/*.css', { cwd: styles });
  const faults = tokenFaults(
    Object.fromEntries(files.map((file) => [file, readFileSync(join(styles, file), 'utf8')])),
  );
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
