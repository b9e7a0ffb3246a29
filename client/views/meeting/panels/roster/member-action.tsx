import type { JSX } from 'preact';
import type { Target } from '../../../../../protocol/conference/contract.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { rosterWords } from './words.ts';
import { floorWords } from '../floor/words.ts';
import { conductWords } from '../conduct/words.ts';
import { privateWordWords } from '../../private-word/words.ts';
import { stageWords } from '../../stage/words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import type { RosterAction } from '../../../../state/conference/roster.ts';
import { Button, ConfirmedButton } from '../../../shared/controls.tsx';
import { MoveButton } from './roster-move.tsx';
import { RoleButton, StopActingButton } from './roster-role.tsx';

interface ActionButtonProps {
  readonly store: ConferenceStore;
  readonly action: RosterAction;
  readonly member: Participant;
  readonly onDone: () => void;
}

interface SentByButton {
  readonly text: string;
  readonly testId: string;
  readonly send: () => Promise<boolean>;
}

export function ActionButton({ store, action, member, onDone }: ActionButtonProps): JSX.Element {
  const { id: participantId, name } = member;
  const button = ({ text, testId, send }: SentByButton): JSX.Element => (
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
      return button({
        text: rosterWords().admit,
        testId: 'admit',
        send: () => store.command('participant.admit', { target }),
      });
    case 'readmit':
      return button({
        text: rosterWords().readmit,
        testId: 'readmit',
        send: () => store.command('participant.readmit', { participantId }),
      });
    case 'recall':
      return button({
        text: rosterWords().recall,
        testId: 'recall',
        send: () => store.command('participant.recall', { target }),
      });
    case 'grant':
      return button({
        text: member.kind === 'endpoint' ? floorWords().grantRoom : floorWords().grant,
        testId: 'grant',
        send: () => store.command('floor.grant', { participantId }),
      });
    case 'revoke':
      return button({
        text: floorWords().revoke,
        testId: 'revoke',
        send: () => store.command('floor.revoke', {}),
      });
    case 'mute':
      return button({
        text: rosterWords().mute,
        testId: 'mute',
        send: () => store.command('participant.mute', { target }),
      });
    case 'ask':
      return button({
        text: rosterWords().askToUnmute,
        testId: 'ask-to-unmute',
        send: () => store.command('participant.askToUnmute', { target }),
      });
    case 'private-word':
      return button({
        text: privateWordWords().offer,
        testId: 'private-word-offer',
        send: () => store.command('privateWord.offer', { participantId }),
      });
    case 'hold-camera':
      return button({
        text: conductWords().holdCamera,
        testId: 'hold-camera',
        send: () => store.command('camera.hold', { target }),
      });
    case 'allow-camera':
      return button({
        text: conductWords().allowCamera,
        testId: 'allow-camera',
        send: () => store.command('camera.allow', { target }),
      });
    case 'pin':
      return button({
        text: stageWords().pin,
        testId: 'pin',
        send: () => pin(store, (pinned) => [...pinned, participantId]),
      });
    case 'unpin':
      return button({
        text: stageWords().unpin,
        testId: 'unpin',
        send: () => pin(store, (pinned) => pinned.filter((id) => id !== participantId)),
      });
    case 'give':
      return button({
        text: rosterWords().give[action.seat],
        testId: `give-${action.seat}`,
        send: () => store.command('stage.give', { seat: action.seat, participantId }),
      });
    case 'clear':
      return button({
        text: rosterWords().clear[action.seat],
        testId: `clear-${action.seat}`,
        send: () => store.command('stage.clear', { seat: action.seat }),
      });
    case 'yield':
      return button({
        text: rosterWords().clear[action.seat],
        testId: `yield-${action.seat}`,
        send: () => store.command('stage.yield', { seat: action.seat }),
      });
    case 'role':
      return <RoleButton store={store} member={member} onDone={onDone} />;
    case 'stop-acting':
      return <StopActingButton store={store} member={member} onDone={onDone} />;
    case 'move':
      return <MoveButton store={store} member={member} onDone={onDone} />;
    case 'remove':
      return (
        <ConfirmedButton
          look="danger"
          testId="remove"
          question={rosterWords().removeConfirm(name)}
          confirm={rosterWords().remove}
          onConfirm={() => {
            onDone();
            void store.command('participant.remove', { participantId });
          }}
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
