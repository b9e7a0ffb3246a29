import type { ComponentType, JSX } from 'preact';
import { parse } from 'regexparam';
import { titleWords } from '../shared/titles.ts';
import { lazyView } from '../shared/lazy-view.tsx';

export interface Page<Props> {
  readonly path: string;
  /** Shown in the title of the document. */
  readonly title: () => string;
  /** Returns undefined if the page has another address. */
  readonly at: (address: string) => ((props: Props) => JSX.Element | null) | undefined;
}

/** The named parts of a path, as they stand in the address. */
export interface Named {
  readonly meetingId?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly token?: string | undefined;
}

export interface Shown<Props, Params> {
  readonly title: keyof ReturnType<typeof titleWords>;
  /** Checks the named parts of the path; undefined where the page has another address. */
  readonly params: (named: Named) => Params | undefined;
  readonly view: () => Promise<ComponentType<Props & Params>>;
}

export function page<Props extends object, Params extends object>(
  path: string,
  { title, params, view }: Shown<Props, Params>,
): Page<Props> {
  const { pattern, keys } = parse(path);
  const View = lazyView(view);
  return {
    path,
    title: () => titleWords()[title],
    at: (address) => {
      const found = pattern.exec(address);
      if (!found) return undefined;
      const named = params(Object.fromEntries(keys.map((key, index) => [key, found[index + 1]])));
      return named && ((props) => <View key={address} {...props} {...named} />);
    },
  };
}

export const noParams = (): object => ({});

/** The page at an address, and how to draw it. */
export function pageAt<Props, Found extends Page<Props>>(
  pages: readonly (Found & Page<Props>)[],
  address: string,
) {
  for (const found of pages) {
    const draw = found.at(address);
    if (draw) return { found, draw };
  }
  return undefined;
}
