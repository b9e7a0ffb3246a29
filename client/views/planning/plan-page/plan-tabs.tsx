import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Tabs } from '../../shared/tabs.tsx';
import type { ShownPlan } from './shown-plan.ts';
import { planTabs } from './tabs/registry.ts';
import { planPageWords } from './words.ts';

/** The tabs of a plan; the address names the open one, so that a link or a reload opens it again. */
export function PlanTabs({ plan }: { readonly plan: ShownPlan }): JSX.Element | null {
  const [named, setNamed] = useState(() => location.hash.slice(1));
  const { meeting } = plan;
  const offered = planTabs.filter(({ isFor }) => isFor?.(meeting) ?? true);
  const shown = offered.find(({ name }) => name === named) ?? offered[0];
  if (shown === undefined) return null;
  const open = (name: string): void => {
    history.replaceState(history.state, '', `#${name}`);
    setNamed(name);
  };
  return (
    <Tabs
      label={planPageWords().tabs}
      tabs={offered.map(({ name, title, count }) => ({ name, title: title(), count: count?.(meeting) ?? 0 }))}
      opened={shown.name}
      onOpen={open}
      class="panel plan"
      testId="plan-tab"
    >
      <shown.View plan={plan} onOpen={open} />
    </Tabs>
  );
}
