// Checks the documents of the project: each relative link leads to a file and, with an anchor, to a heading in it;
// each path in backticks that begins with a folder of the project exists. Prints each fault on a line, and exits
// with 1 if there is any.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const link = /\]\((?<target>[^)\s]+)(?: "[^"]*")?\)/g;
/** A file name in capitals, such as `bench/NAME.ts`, is a placeholder. */
const quotedPath =
  /`(?<target>[\w-]+\/(?!(?:[\w-]+\/)*[A-Z]+\.ts`)[\w./-]+\.(?:tsx?|md|ya?ml|json|css|html|mjs|nft|service))`/g;
const heading = /^#+ +(?<text>.+)$/gm;
/** Code may contain what looks like a link or a heading. */
const codeBlock = /^(?<fence>```+)[\s\S]*?^\k<fence>/gm;

/** The anchor that GitHub and GitLab give a heading. */
const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

function anchorsIn(file: string): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8').replaceAll(codeBlock, '');
  return new Set([...text.matchAll(heading)].map(({ groups }) => anchorOf(groups?.['text'] ?? '')));
}

/** @param file the path of a document, from the root of the project */
function faultsOf(file: string, folders: ReadonlySet<string>): readonly string[] {
  const text = readFileSync(file, 'utf8').replaceAll(codeBlock, '');
  const links = [...text.matchAll(link)].map(({ groups }) => groups?.['target'] ?? '');
  const deadLinks = links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const to = path === '' ? file : join(dirname(file), decodeURI(path));
    return !existsSync(to) || (anchor !== undefined && to.endsWith('.md') && !anchorsIn(to).has(anchor));
  });
  const paths = [...text.matchAll(quotedPath)].map(({ groups }) => groups?.['target'] ?? '');
  const deadPaths = paths.filter((path) => folders.has(path.split('/')[0] ?? '') && !existsSync(path));
  return [
    ...deadLinks.map((target) => `${file}: no file or heading at ${target}`),
    ...deadPaths.map((path) => `${file}: there is no ${path}`),
  ];
}

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(file));
const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0] ?? ''));
const faults = files.filter((file) => file.endsWith('.md')).flatMap((file) => faultsOf(file, folders));
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
