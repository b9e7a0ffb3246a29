import type { JSX } from 'preact';
import { includes } from '../../../../../domain/conference/decision.ts';
import type { Target } from '../../../../../protocol/conference/contract.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { ConfirmDialog } from '../../../shared/controls.tsx';
import { TargetDialog } from '../../bars/target-button.tsx';
import { conductWords } from '../conduct/words.ts';
import { MessageFound } from './message-found.tsx';
import { MoveFound } from './move-found.tsx';
import { rosterWords } from './words.ts';

/** What a dialog asks before something is done with all that were found. */
export interface AskedOfFound {
  readonly kind: 'unmute' | 'hold-cameras' | 'message' | 'move' | 'recall';
  readonly members: readonly Participant[];
}

interface FoundDialogProps {
  readonly store: ConferenceStore;
  readonly asked: AskedOfFound;
  readonly onClose: () => void;
}

export function FoundDialog({ store, asked: { kind, members }, onClose }: FoundDialogProps): JSX.Element {
  switch (kind) {
    case 'unmute':
      return (
        <ConfirmDialog
          question={rosterWords().askFoundConfirm(members.length)}
          confirm={rosterWords().askToUnmute}
          confirmLook="primary"
          onConfirm={() => void store.command('participant.askToUnmute', { target: targetOf(members) })}
          onClose={onClose}
        />
      );
    case 'hold-cameras':
      return (
        <ConfirmDialog
          question={rosterWords().holdFoundConfirm(members.length)}
          confirm={conductWords().holdCamera}
          onConfirm={() => void store.command('camera.hold', { target: targetOf(members) })}
          onClose={onClose}
        />
      );
    case 'message':
      return <MessageFound store={store} receivers={members} onClose={onClose} />;
    case 'move':
      return <MoveFound store={store} members={members} onClose={onClose} />;
    case 'recall':
      // All of them, or those of one level or unit.
      return (
        <TargetDialog
          title={rosterWords().recallMany}
          note={rosterWords().recallNote}
          participants={members}
          onChoose={(chosen) => {
            const target = targetOf(members.filter((each) => includes(chosen, each)));
            void store.command('participant.recall', { target });
          }}
          onClose={onClose}
        />
      );
    default:
      return kind satisfies never;
  }
}

export const targetOf = (members: readonly Participant[]): Target => ({
  kind: 'participants',
  participantIds: members.map(({ id }) => id),
});
