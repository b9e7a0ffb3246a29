import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One file of the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths of the files that it imports, types included; each once for each import. */
  readonly imports: readonly string[];
}

// The second form is an import without names or a dynamic one.
const relativeImport = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** The TypeScript files below these folders that Git knows. */
export function sourceFiles(folders: readonly string[]): readonly SourceFile[] {
  return execFileSync('git', ['ls-files', '-z', ...folders], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const imports = [...text.matchAll(relativeImport)].map(([, specifier = '']) =>
        normalize(join(dirname(path), specifier)),
      );
      return { path, text, imports };
    });
}
