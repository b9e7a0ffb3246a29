import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { agendaWords } from './words.ts';
import { agendaView } from '../../../../state/conference/agenda.ts';
import { Button } from '../../../shared/controls.tsx';
import type { PanelProps } from '../panel-props.ts';

/** Goes on to the next item of the agenda; nothing after the last one. */
export function NextItemButton({ store, own }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  const { items, next } = agendaView(conference, store.clock.now());
  if (!next || !allowed('agenda.begin', own.role, conference.phase)) return null;
  return (
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
  );
}
