import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import { agendaWords } from './words.ts';
import { agendaView, sessionTiming } from '../../../../state/agenda.ts';
import type { AgendaItemView, SessionTiming } from '../../../../state/agenda.ts';
import { duration } from '../../../../state/floor.ts';
import { Button } from '../../../shared/controls.tsx';
import { useServerNow } from '../../now.ts';
import type { PanelProps } from '../panel-props.ts';

const minuteMs = 60_000;

/** The agenda by item, with the planned and the used time of each. */
export function AgendaPanel({ store, own }: PanelProps): JSX.Element {
  const now = useServerNow(store.clock, true);
  const conference = store.conference.value;
  const { items, next, plannedMs, usedMs } = agendaView(conference, now);
  const mayBegin = allowed('agenda.begin', own.role, conference.phase);
  const mayFinish = allowed('agenda.finish', own.role, conference.phase);
  return (
    <div class="agenda">
      <Timing timing={sessionTiming(conference, now)} />
      {items.length === 0 && <p class="muted">{agendaWords().none}</p>}
      <ol class="agenda__items">
        {items.map((item, index) => (
          <Item
            key={item.id}
            number={index + 1}
            item={item}
            onBegin={mayBegin ? () => void store.command('agenda.begin', { itemId: item.id }) : undefined}
            onFinish={mayFinish ? () => void store.command('agenda.finish', {}) : undefined}
          />
        ))}
      </ol>
      {mayBegin && next && (
        <Button
          look="primary"
          testId="agenda-next"
          onPress={() => void store.command('agenda.begin', { itemId: next.id })}
        >
          <span class="clipped">
            {items.some(({ standing }) => standing !== 'ahead')
              ? agendaWords().next(next.title)
              : agendaWords().beginItem(next.title)}
          </span>
        </Button>
      )}
      {plannedMs > 0 && <p class="muted">{agendaWords().sum(duration(usedMs), duration(plannedMs))}</p>}
    </div>
  );
}

function Timing({ timing }: { readonly timing: SessionTiming }): JSX.Element {
  const { endsAt, leftMs, runningMs, breakLeftMs } = timing;
  return (
    <dl class="timing">
      <Figure label={agendaWords().endsAt} text={timeOfDay(endsAt)} testId="session-ends" />
      {runningMs !== null && (
        <Figure label={agendaWords().running} text={duration(runningMs)} testId="session-running" />
      )}
      <Countdown
        ms={leftMs}
        left={{ label: agendaWords().left, testId: 'session-left' }}
        over={{ label: agendaWords().overtime, testId: 'session-overtime' }}
      />
      {breakLeftMs !== null && (
        <Countdown
          ms={breakLeftMs}
          left={{ label: agendaWords().break, testId: 'break-left' }}
          over={{ label: agendaWords().breakOver, testId: 'break-over' }}
        />
      )}
    </dl>
  );
}

interface FigureProps {
  readonly label: string;
  readonly text: string;
  readonly testId: string;
  readonly late?: boolean;
}

const Figure = ({ label, text, testId, late = false }: FigureProps): JSX.Element => (
  <div>
    <dt>{label}</dt>
    <dd class={late ? 'late' : undefined} data-testid={testId}>
      {text}
    </dd>
  </div>
);

interface CountdownProps {
  /** Negative once the time is over. */
  readonly ms: number;
  readonly left: Pick<FigureProps, 'label' | 'testId'>;
  readonly over: Pick<FigureProps, 'label' | 'testId'>;
}

const Countdown = ({ ms, left, over }: CountdownProps): JSX.Element =>
  ms >= 0 ? <Figure {...left} text={duration(ms)} /> : <Figure {...over} text={duration(-ms)} late />;

interface ItemProps {
  readonly number: number;
  readonly item: AgendaItemView;
  readonly onBegin: (() => void) | undefined;
  readonly onFinish: (() => void) | undefined;
}

function Item({ number, item, onBegin, onFinish }: ItemProps): JSX.Element {
  const { id, title, plannedMs, usedMs, overMs, standing } = item;
  return (
    <li class={`item item--${standing}`} data-testid="agenda-item" data-item={id} data-standing={standing}>
      <span class="item__number">{standing === 'done' ? '✓' : number}</span>
      <div class="item__about">
        <strong>{title}</strong>
        <small>
          <span>
            {plannedMs === null
              ? agendaWords().unplanned
              : agendaWords().planned(Math.round(plannedMs / minuteMs))}
          </span>
          {standing !== 'ahead' && (
            <span data-testid="agenda-used">{agendaWords().used(duration(usedMs))}</span>
          )}
          {overMs > 0 && <b class="late">{agendaWords().over(duration(overMs))}</b>}
        </small>
        {standing === 'current' && plannedMs !== null && (
          <progress value={Math.min(usedMs, plannedMs)} max={plannedMs} aria-label={title} />
        )}
        {standing === 'current' && onFinish && (
          <Button testId="agenda-finish" onPress={onFinish}>
            {agendaWords().finish}
          </Button>
        )}
      </div>
      {standing !== 'current' && onBegin && (
        <Button
          look="quiet"
          testId="agenda-begin"
          label={standing === 'done' ? agendaWords().again : agendaWords().beginItem(title)}
          onPress={onBegin}
        >
          {standing === 'done' ? agendaWords().reopen : agendaWords().begin}
        </Button>
      )}
      {standing === 'current' && <span class="badge badge--live">{agendaWords().current}</span>}
    </li>
  );
}
