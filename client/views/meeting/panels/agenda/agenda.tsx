import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { agendaWords } from './words.ts';
import { agendaView, sessionTiming } from '../../../../state/conference/agenda.ts';
import type { AgendaItemView } from '../../../../state/conference/agenda.ts';
import { duration } from '../../../../state/conference/floor.ts';
import { Button } from '../../../shared/controls.tsx';
import { DoneIcon } from '../../../shared/desk-icons.ts';
import { useServerNow } from '../../now.ts';
import type { PanelProps } from '../panel-props.ts';
import { NextItemButton } from './next-item.tsx';
import { Timing } from './session-timing.tsx';

const minuteMs = 60_000;

/** The agenda by item, with the planned and the used time of each. */
export function AgendaPanel({ store, own }: PanelProps): JSX.Element {
  const now = useServerNow(store.clock, true);
  const conference = store.conference.value;
  const { items, plannedMs, usedMs } = agendaView(conference, now);
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
      <NextItemButton store={store} own={own} />
      {plannedMs > 0 && <p class="muted">{agendaWords().sum(duration(usedMs), duration(plannedMs))}</p>}
    </div>
  );
}

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
      <span class="item__number">{standing === 'done' ? <DoneIcon /> : number}</span>
      <div class="item__about">
        <strong>{title}</strong>
        <small>
          <span>
            {plannedMs === null
              ? agendaWords().unplanned
              : agendaWords().planned(Math.round(plannedMs / minuteMs))}
          </span>
          {standing !== 'ahead' && <span>{agendaWords().used(duration(usedMs))}</span>}
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
          label={standing === 'done' ? agendaWords().reopenItem(title) : agendaWords().beginItem(title)}
          onPress={onBegin}
        >
          {standing === 'done' ? agendaWords().reopen : agendaWords().begin}
        </Button>
      )}
      {standing === 'current' && <span class="badge badge--live">{agendaWords().current}</span>}
    </li>
  );
}
