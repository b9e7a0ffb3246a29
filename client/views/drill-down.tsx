import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  landing,
  type Placed,
  type Unit,
  type UnitLevel,
  unitLevel,
  type UnitTree,
} from '../state/unit-tree.ts';

/** Which unit of a tree is looked at: until somebody chooses, the highest at which there is something to choose between. */
export function useDrillDown<U extends Unit, R extends Placed>(
  tree: UnitTree<U, R>,
): { readonly level: UnitLevel<U, R>; readonly choose: (siteId: string | null) => void } {
  const [chosen, choose] = useState<string | null>();
  return { level: unitLevel(tree, chosen === undefined ? landing(tree) : chosen), choose };
}

interface CrumbsProps {
  readonly label: string;
  /** What the top is called. */
  readonly top: string;
  readonly path: readonly { readonly siteId: string; readonly name: string }[];
  readonly onChoose: (siteId: string | null) => void;
}

/** The way down to the unit that is shown; each step leads back up. */
export function Crumbs({ label, top, path, onChoose }: CrumbsProps): JSX.Element {
  const steps = [{ siteId: null, name: top }, ...path];
  return (
    <nav class="crumbs" aria-label={label}>
      {steps.map(({ siteId, name }, index) =>
        index === steps.length - 1 ? (
          <strong key={siteId}>{name}</strong>
        ) : (
          <button
            key={siteId}
            type="button"
            class="crumbs__up"
            data-testid="crumb"
            onClick={() => onChoose(siteId)}
          >
            {name}
          </button>
        ),
      )}
    </nav>
  );
}
