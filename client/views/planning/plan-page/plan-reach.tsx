import type { JSX } from 'preact';
import { effectOf, mayStep, nextStepOf } from '../../../state/planning/series-effect.ts';
import { ReachToggle } from '../series/reach-toggle.tsx';
import { seriesWords } from '../series/words.ts';
import type { ShownPlan } from './shown-plan.ts';

/** How far the next step reaches in the series, and what it does there; nothing where no step is possible. */
export function PlanReach({ plan }: { readonly plan: ShownPlan }): JSX.Element | null {
  const { meeting, series, reach, setReach } = plan;
  if (!mayStep(meeting)) return null;
  const step = nextStepOf(meeting);
  const isSeries = meeting.seriesId !== null;
  // Outside a series a change reaches the meeting itself, which needs no telling.
  if (!isSeries && step !== 'schedule') return null;
  const { meetings, invitations } = effectOf(step, meeting, reach, series, Date.now());
  const words = seriesWords();
  return (
    <div class="plan-page__reach">
      {isSeries && <ReachToggle reach={reach} onChange={setReach} testId="reach" />}
      {(!isSeries || series) && (
        <p class="muted" role="status" data-testid="reach-effect">
          {step === 'schedule' ? words.effectSent(meetings, invitations) : words.effect(meetings)}
        </p>
      )}
    </div>
  );
}
