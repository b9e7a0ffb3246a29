import type { ComponentChildren, JSX } from 'preact';
import type { ServerReach } from '../../../state/room/reach.ts';
import type { ServerClock } from '../../../state/conference/server-clock.ts';
import { CutOff } from './cut-off.tsx';
import { RoomHead } from './head.tsx';

interface RoomNoticeProps {
  readonly clock: ServerClock;
  readonly reach: ServerReach;
  readonly children: ComponentChildren;
  readonly testId?: string;
}

/** A room's screen with a message, such as why it is not in the meeting. Says when the server cannot be asked. */
export function RoomNotice({ clock, reach, children, testId }: RoomNoticeProps): JSX.Element {
  const state = reach.state.value;
  return (
    <main class="room room--notice" data-testid={testId}>
      <RoomHead clock={clock} />
      {children}
      {state.kind === 'cut-off' && <CutOff since={state.sinceMs} clock={clock} fault={state.fault} />}
    </main>
  );
}
