import type { ShownPlan } from '../shown-plan.ts';

export interface TabProps {
  readonly plan: ShownPlan;
  /** Opens another tab by its name. */
  readonly onOpen: (tab: string) => void;
}
