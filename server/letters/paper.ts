import type { Language } from '../../protocol/language.ts';

/** The parts of a letter, laid out as Vietnamese offices write their papers. */
export interface Paper {
  readonly language: Language;
  /** The unit that writes. */
  readonly issuer: string;
  readonly heading: string;
  readonly opening: string;
  /** Facts with an empty value are left out. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** Groups of lines; empty groups are left out. */
  readonly blocks: readonly (readonly string[])[];
}

/** The same content as plain text and as HTML. */
export function writtenPaper({ language, issuer, heading, opening, facts, blocks }: Paper): {
  readonly text: string;
  readonly html: string;
} {
  const filled = facts.filter(([, value]) => value !== '');
  const said = blocks.filter((lines) => lines.length > 0);
  const title = heading.toLocaleUpperCase(language);
  return {
    text: [
      issuer,
      '',
      title,
      '',
      opening,
      '',
      ...filled.map(([label, value]) => `${label}: ${value}`),
      ...said.flatMap((lines) => ['', ...lines]),
    ].join('\n'),
    html: [
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font-family:serif;font-size:12pt">`,
      `<p><strong>${escaped(issuer)}</strong></p>`,
      `<h1 style="text-align:center;font-size:14pt">${escaped(title)}</h1>`,
      `<p>${escaped(opening)}</p>`,
      '<table>',
      ...filled.map(
        ([label, value]) =>
          `<tr><th scope="row" style="text-align:left;vertical-align:top;padding-right:1em">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
      ),
      '</table>',
      ...said.flat().map((line) => `<p>${escaped(line)}</p>`),
      '</body></html>',
    ].join('\n'),
  };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
