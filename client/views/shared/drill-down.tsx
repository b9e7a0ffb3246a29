import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  landing,
  type OfUnit,
  type TreeUnit,
  type UnitLevel,
  unitLevel,
  type UnitTree,
} from '../../state/unit-tree.ts';

/** The unit of a tree that is shown: until the reader chooses, the highest unit that offers a choice. */
export function useDrillDown<U extends TreeUnit, R extends OfUnit>(
  tree: UnitTree<U, R>,
): { readonly level: UnitLevel<U, R>; readonly choose: (siteId: string | null) => void } {
  const [chosen, choose] = useState<string | null>();
  return { level: unitLevel(tree, chosen === undefined ? landing(tree) : chosen), choose };
}

interface CrumbsProps {
  readonly label: string;
  /** Name of the top level. */
  readonly top: string;
  readonly path: readonly { readonly siteId: string; readonly name: string }[];
  readonly onChoose: (siteId: string | null) => void;
}

/** The path down to the shown unit; each step leads back up. */
export function Crumbs({ label, top, path, onChoose }: CrumbsProps): JSX.Element {
  const steps = [{ siteId: null, name: top }, ...path];
  return (
    <nav class="crumbs" aria-label={label}>
      {steps.map(({ siteId, name }, index) =>
        index === steps.length - 1 ? (
          <strong key={siteId}>{name}</strong>
        ) : (
          <button key={siteId} type="button" class="crumbs__up" onClick={() => onChoose(siteId)}>
            {name}
          </button>
        ),
      )}
    </nav>
  );
}
