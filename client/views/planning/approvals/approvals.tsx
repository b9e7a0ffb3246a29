import type { JSX } from 'preact';
import { planWords } from '../words.ts';
import { type Approvals, approvalStages, type Pending } from '../../../state/planning/approvals.ts';

interface ApprovalsListProps {
  readonly approvals: Approvals;
  readonly card: (pending: Pending) => JSX.Element;
}

/** The meetings on their way to approval, by the next step. */
export function ApprovalsList({ approvals, card }: ApprovalsListProps): JSX.Element {
  const stages = approvalStages.filter((stage) => approvals[stage].length > 0);
  if (stages.length === 0) return <p class="empty">{planWords().nonePending}</p>;
  return (
    <>
      {stages.map((stage) => (
        <section key={stage} class="approvals" data-testid={`approvals-${stage}`}>
          <h2>
            {planWords().stages[stage]} <span class="count">{approvals[stage].length}</span>
          </h2>
          <ul class="meetings">{approvals[stage].map((pending) => card(pending))}</ul>
        </section>
      ))}
    </>
  );
}
