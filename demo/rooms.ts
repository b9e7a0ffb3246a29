import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { roomsReport } from './rooms-messages.ts';
import type { RoomsOrder, RoomsReport } from './rooms-messages.ts';

export type RoomsFigures = RoomsReport['figures'];

/** The process in which the synthetic rooms run. */
export interface Rooms {
  /** The newest figures; undefined before the first. */
  readonly figures: RoomsFigures | undefined;
  /** Resolves when the process has ended, with the message to print where that was unexpected. */
  readonly gone: Promise<string>;
  /** Takes the rooms out of the conference and ends the process. */
  stop(): Promise<void>;
}

/** @param reported called with each new report */
export function startRooms(
  order: Omit<Extract<RoomsOrder, { type: 'start' }>, 'type'>,
  reported: (figures: RoomsFigures) => void,
): Rooms {
  const child = fork(fileURLToPath(new URL('rooms-main.ts', import.meta.url)), { stdio: 'inherit' });
  let figures: RoomsFigures | undefined;
  child.on('message', (message) => {
    figures = roomsReport.parse(message).figures;
    reported(figures);
  });
  const gone = once(child, 'exit').then(
    ([code, signal]) => `the rooms ended by themselves: exit code ${String(code)}, signal ${String(signal)}`,
  );
  const send = (message: RoomsOrder): void => {
    if (child.connected) child.send(message);
  };
  send({ type: 'start', ...order });
  return {
    get figures() {
      return figures;
    },
    gone,
    stop: async () => {
      send({ type: 'stop' });
      await gone;
    },
  };
}
