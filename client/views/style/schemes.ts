export const schemes = ['system', 'light', 'dark', 'contrast-light', 'contrast-dark'] as const;
export type Scheme = (typeof schemes)[number];

const asked = '(prefers-contrast: more)';

/**
 * The tokens that a person gets who asks for more contrast, as the style sheets declare them. A page cannot ask for
 * itself, so they are set on the part that shows them.
 */
export function highContrast(): Readonly<Record<string, string>> {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && rule.conditionText === asked)
    .flatMap((rule) => (rule instanceof CSSMediaRule ? [...rule.cssRules] : []));
  return Object.fromEntries(
    rules.flatMap((rule) =>
      rule instanceof CSSStyleRule
        ? [...rule.style].map((name) => [name, rule.style.getPropertyValue(name)] as const)
        : [],
    ),
  );
}
