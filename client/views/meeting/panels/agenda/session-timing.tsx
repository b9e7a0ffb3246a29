import type { JSX } from 'preact';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { agendaWords } from './words.ts';
import type { SessionTiming } from '../../../../state/conference/agenda.ts';
import { duration } from '../../../../state/conference/floor.ts';

/** The session's planned end, and how long it has been and will be under way. */
export function Timing({ timing }: { readonly timing: SessionTiming }): JSX.Element {
  const { endsAt, leftMs, runningMs, breakLeftMs } = timing;
  return (
    <dl class="timing">
      <Figure label={agendaWords().endsAt} text={timeOfDay(endsAt)} />
      {runningMs !== null && <Figure label={agendaWords().running} text={duration(runningMs)} />}
      <Countdown ms={leftMs} left={agendaWords().left} over={agendaWords().overtime} />
      {breakLeftMs !== null && (
        <Countdown ms={breakLeftMs} left={agendaWords().break} over={agendaWords().breakOver} />
      )}
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly text: string;
  readonly late?: boolean;
}

const Figure = ({ label, text, late = false }: FigureProps): JSX.Element => (
  <div>
    <dt>{label}</dt>
    <dd class={late ? 'late' : undefined}>{text}</dd>
  </div>
);

interface CountdownProps {
  /** Negative once the time is over. */
  readonly ms: number;
  /** The label while time is left. */
  readonly left: string;
  readonly over: string;
}

const Countdown = ({ ms, left, over }: CountdownProps): JSX.Element =>
  ms >= 0 ? <Figure label={left} text={duration(ms)} /> : <Figure label={over} text={duration(-ms)} late />;
