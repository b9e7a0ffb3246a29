import { readFile } from 'node:fs/promises';
import { parseSync, type ESTree, type Plugin } from 'vite';

const suffix = '?english';

/** A catalogue's texts in one language, as they are written in its file. */
interface Texts {
  /** The exported constant that is the catalogue; undefined for texts that the catalogue takes up. */
  readonly catalogue?: string;
  readonly call?: ESTree.CallExpression;
  readonly english: ESTree.Expression;
}

/**
 * Puts the English texts of the pages into a file of their own, which only pages in English load. The sources have both
 * languages side by side, so that no text is missing in one of them. The build makes two modules of each: one without
 * the English texts, whose catalogue loads them from the second one, and the second one, which exports them.
 */
export const englishApart: Plugin = {
  name: 'english-apart',
  apply: 'build',
  enforce: 'pre',
  load: {
    filter: { id: /\?english$/ },
    async handler(id) {
      const file = id.slice(0, -suffix.length);
      return { code: onlyEnglish(file, await readFile(file, 'utf8')), moduleType: 'ts' };
    },
  },
  transform: {
    filter: { id: /\/client\/[^?]*\.tsx?$/, code: /\bcatalogue\b.*\(/ },
    handler: (code, id) => ({ code: withoutEnglish(id, code), map: null }),
  },
};

/** The file with its English texts in place of its catalogues. */
export const onlyEnglish = (file: string, code: string): string =>
  edited(
    code,
    textsIn(file, code).flatMap(({ call, english }): Edit[] =>
      call ? [{ from: call.start, to: call.end, text: code.slice(english.start, english.end) }] : [],
    ),
  );

/** The file with catalogues that load their English texts. */
export const withoutEnglish = (file: string, code: string): string =>
  edited(
    code,
    textsIn(file, code).map(({ catalogue, english: { start: from, end: to } }): Edit => {
      const load = `async () => (await import(${JSON.stringify(file + suffix)})).${catalogue}`;
      return { from, to, text: catalogue === undefined ? 'undefined' : load };
    }),
  );

function textsIn(file: string, code: string): readonly Texts[] {
  return parseSync(file, code).program.body.flatMap((statement): Texts[] => {
    const exported = statement.type === 'ExportNamedDeclaration';
    const declared = exported ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration') return [];
    return declared.declarations.flatMap(({ id, init }): Texts[] => {
      if (id.type !== 'Identifier' || !init) return [];
      if (init.type === 'CallExpression' && code.slice(init.callee.start, init.callee.end) === 'catalogue') {
        const english = englishOf(init.arguments[0]);
        if (english && !exported) throw new Error(`${file}: a catalogue is exported: ${id.name}`);
        return english ? [{ catalogue: id.name, call: init, english }] : [];
      }
      const english = exported || !isTakenByLanguage(id.name, code) ? undefined : englishOf(init);
      return english ? [{ english }] : [];
    });
  });
}

/** The English ones of texts in both languages; undefined for any other value. */
function englishOf(value: ESTree.Argument | undefined): ESTree.Expression | undefined {
  if (value?.type !== 'ObjectExpression' || value.properties.length !== 2) return undefined;
  const byKey = new Map(
    value.properties.flatMap((each) =>
      each.type === 'Property' && each.key.type === 'Identifier'
        ? [[each.key.name, each.value] as const]
        : [],
    ),
  );
  return byKey.has('vi') ? byKey.get('en') : undefined;
}

/** Whether the code reads nothing of a constant but its texts in a language that it names. */
const isTakenByLanguage = (name: string, code: string): boolean =>
  [...code.matchAll(new RegExp(`(?<![.\\w]|const )${name}\\b(?!:)(.{0,4})`, 'g'))].every(([, after = '']) =>
    /^\.(?:vi|en)\b/.test(after),
  );

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function edited(code: string, edits: readonly Edit[]): string {
  let done = '';
  let end = 0;
  for (const { from, to, text } of edits) {
    done += code.slice(end, from) + text;
    end = to;
  }
  return done + code.slice(end);
}
