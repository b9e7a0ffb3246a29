import type { JSX } from 'preact';
import type { Target } from '../../../../../protocol/conference/contract.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { rosterWords } from './words.ts';
import { floorWords } from '../floor/words.ts';
import { conductWords } from '../conduct/words.ts';
import { stageWords } from '../../stage/words.ts';
import type { ConferenceStore } from '../../../../state/conference.ts';
import type { RosterAction } from '../../../../state/roster.ts';
import { Button, ConfirmedButton } from '../../../shared/controls.tsx';
import { MoveButton } from './roster-move.tsx';
import { RoleButton } from './roster-role.tsx';

interface ActionButtonProps {
  readonly store: ConferenceStore;
  readonly action: RosterAction;
  readonly member: Participant;
  readonly onDone: () => void;
}

export function ActionButton({ store, action, member, onDone }: ActionButtonProps): JSX.Element {
  const { id: participantId, name } = member;
  const button = (text: string, testId: string, send: () => Promise<boolean>): JSX.Element => (
    <Button
      testId={testId}
      onPress={() => {
        onDone();
        void send();
      }}
    >
      {text}
    </Button>
  );
  const target: Target = { kind: 'participants', participantIds: [participantId] };
  switch (action.kind) {
    case 'admit':
      return button(rosterWords().admit, 'admit', () => store.command('participant.admit', { target }));
    case 'readmit':
      return button(rosterWords().readmit, 'readmit', () =>
        store.command('participant.readmit', { participantId }),
      );
    case 'grant':
      return button(floorWords().grant, 'grant', () => store.command('floor.grant', { participantId }));
    case 'revoke':
      return button(floorWords().revoke, 'revoke', () => store.command('floor.revoke', {}));
    case 'mute':
      return button(rosterWords().mute, 'mute', () => store.command('participant.mute', { target }));
    case 'ask':
      return button(rosterWords().askToUnmute, 'ask-to-unmute', () =>
        store.command('participant.askToUnmute', { participantId }),
      );
    case 'hold-camera':
      return button(conductWords().holdCamera, 'hold-camera', () => store.command('camera.hold', { target }));
    case 'allow-camera':
      return button(conductWords().allowCamera, 'allow-camera', () =>
        store.command('camera.allow', { target }),
      );
    case 'pin':
      return button(stageWords().pin, 'pin', () => pin(store, (pinned) => [...pinned, participantId]));
    case 'unpin':
      return button(stageWords().unpin, 'unpin', () =>
        pin(store, (pinned) => pinned.filter((id) => id !== participantId)),
      );
    case 'give':
      return button(rosterWords().give[action.seat], `give-${action.seat}`, () =>
        store.command('stage.give', { seat: action.seat, participantId }),
      );
    case 'clear':
      return button(rosterWords().clear[action.seat], `clear-${action.seat}`, () =>
        store.command('stage.clear', { seat: action.seat }),
      );
    case 'yield':
      return button(rosterWords().clear[action.seat], `yield-${action.seat}`, () =>
        store.command('stage.yield', { seat: action.seat }),
      );
    case 'role':
      return <RoleButton store={store} member={member} onDone={onDone} />;
    case 'move':
      return <MoveButton store={store} member={member} onDone={onDone} />;
    case 'remove':
      return (
        <ConfirmedButton
          look="danger"
          testId="remove"
          question={rosterWords().removeConfirm(name)}
          confirm={rosterWords().remove}
          onConfirm={() => void store.command('participant.remove', { participantId })}
        >
          {rosterWords().remove}
        </ConfirmedButton>
      );
    default:
      return action satisfies never;
  }
}

const pin = (
  store: ConferenceStore,
  change: (pinned: readonly string[]) => readonly string[],
): Promise<boolean> =>
  store.command('stage.setPinned', { participantIds: [...change(store.conference.value.stage.pinned)] });
