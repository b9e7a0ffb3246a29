import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Participant } from '../../../../../protocol/state.ts';
import { commonWords } from '../../../../i18n/common.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { Alert, Button, Dialog } from '../../../shared/controls.tsx';
import { LiveMeetings } from './roster-move.tsx';
import { rosterWords } from './words.ts';

interface MoveFoundProps {
  readonly store: ConferenceStore;
  readonly members: readonly Participant[];
  readonly onClose: () => void;
}

/** Moves participants to another live meeting, one after the other, and names those that could not be moved. */
export function MoveFound({ store, members, onClose }: MoveFoundProps): JSX.Element {
  const [done, setDone] = useState<number>();
  const [notMoved, setNotMoved] = useState<readonly string[]>([]);
  const closed = useRef(false);
  useEffect(
    () => () => {
      closed.current = true;
    },
    [],
  );
  const moveAll = async (to: string): Promise<void> => {
    const left: string[] = [];
    let tooFast = false;
    for (const [index, { id, name }] of members.entries()) {
      // Nobody would learn of a refusal.
      if (closed.current) return;
      setDone(index);
      const isMoved: boolean =
        !tooFast && (await store.command('participant.move', { participantId: id, to }));
      if (!isMoved) left.push(name);
      // The server would refuse the others as well.
      tooFast ||= !isMoved && store.refusal.value?.code === 'too-fast';
    }
    if (left.length === 0) onClose();
    setNotMoved(left);
  };
  const closing = (): string => {
    if (done === undefined) return commonWords().cancel;
    return notMoved.length > 0 ? commonWords().close : rosterWords().stopMoving;
  };
  return (
    <Dialog title={rosterWords().moveFound(members.length)} onClose={onClose} testId="move-found">
      {notMoved.length > 0 && <Alert>{rosterWords().notMoved(notMoved.join(', '))}</Alert>}
      {done === undefined && <LiveMeetings onChoose={(to) => void moveAll(to)} />}
      {done !== undefined && notMoved.length === 0 && (
        <p role="status">{rosterWords().moving(done, members.length)}</p>
      )}
      <div class="dialog__buttons">
        <Button onPress={onClose}>{closing()}</Button>
      </div>
    </Dialog>
  );
}
