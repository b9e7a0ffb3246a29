import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Part } from './part.tsx';
import { styleWords } from '../words.ts';

/** The names of the design tokens, as the style sheets of this page declare them on the root. */
function tokenNames(): readonly string[] {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const roots = rules.filter((rule) => rule instanceof CSSStyleRule && rule.selectorText === ':root');
  return [
    ...new Set(
      roots.flatMap((rule) =>
        rule instanceof CSSStyleRule ? [...rule.style].filter((name) => name.startsWith('--')) : [],
      ),
    ),
  ];
}

const isSize = (name: string): boolean => /^--(?:text|room)-/.test(name);
const isSpace = (name: string): boolean => /^--(?:space|gutter)/.test(name);
const isColour = (name: string): boolean => !/^--(?:radius|layer|motion|focus|shadow)/.test(name);

/** Sizes of text, spaces and colours, each shown as it is. */
export function Tokens(): JSX.Element {
  const words = styleWords();
  const names = useMemo(tokenNames, []);
  const sizes = names.filter(isSize);
  const spaces = names.filter(isSpace);
  const colours = names.filter((name) => !isSize(name) && !isSpace(name) && isColour(name));
  return (
    <>
      <Part title={words.colours}>
        <ul class="style__row">
          {colours.map((name) => (
            <li key={name} class="style__colour">
              <span style={{ background: `var(${name})` }} />
              <small>{name}</small>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={words.sizes}>
        {sizes.map((name) => (
          <p key={name} style={{ fontSize: `var(${name})` }}>
            {words.sample} <small class="muted">{name}</small>
          </p>
        ))}
      </Part>
      <Part title={words.spaces}>
        {spaces.map((name) => (
          <p key={name} class="style__space">
            <span style={{ width: `var(${name})` }} />
            <small>{name}</small>
          </p>
        ))}
      </Part>
    </>
  );
}
