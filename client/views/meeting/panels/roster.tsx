import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../domain/conference/policy.ts';
import type { Target } from '../../../../protocol/conference/contract.ts';
import type { ConferenceState, Participant } from '../../../../protocol/state.ts';
import { t } from '../../../i18n/messages.ts';
import type { ConferenceStore } from '../../../state/conference.ts';
import { roster, rosterActions } from '../../../state/roster.ts';
import type { RosterAction } from '../../../state/roster.ts';
import { placesOf } from '../../../state/stage.ts';
import { Button, ConfirmedButton, Field } from '../../controls.tsx';
import { MicrophoneIcon, MicrophoneOffIcon, MoreIcon } from '../../icons.tsx';
import { MoveButton } from './roster-move.tsx';
import { RoleButton } from './roster-role.tsx';
import type { PanelProps } from './registry.ts';

/** Everybody in the conference, and what one may do to each of them. */
export function RosterPanel({ store, own }: PanelProps): JSX.Element {
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<string>();
  const conference = store.conference.value;
  const { waiting, moderators, endpoints } = roster(conference, query);
  const mayAdmit = allowed('participant.admit', own.role, conference.phase);
  const group = (title: string, members: readonly Participant[], kind: string): JSX.Element | null =>
    members.length === 0 ? null : (
      <section class="roster__group" data-testid={`roster-${kind}`}>
        <h3>
          {title} <span class="count">{members.length}</span>
          {kind === 'waiting' && mayAdmit && (
            <Button
              testId="admit-all"
              onPress={() => {
                void store.command('participant.admit', { target: { kind: 'all' } });
              }}
            >
              {t().admitAll}
            </Button>
          )}
        </h3>
        <ul>
          {members.map((member) => (
            <Row
              key={member.id}
              store={store}
              conference={conference}
              own={own}
              member={member}
              isOpened={opened === member.id}
              onToggle={() => setOpened(opened === member.id ? undefined : member.id)}
            />
          ))}
        </ul>
      </section>
    );
  return (
    <div class="roster" data-testid="roster">
      <Field label={t().rosterSearch} value={query} onInput={setQuery} type="search" testId="roster-search" />
      <div class="roster__list">
        {group(t().waiting, waiting, 'waiting')}
        {group(t().moderators, moderators, 'moderators')}
        {group(t().rooms, endpoints, 'endpoints')}
        {waiting.length + moderators.length + endpoints.length === 0 && (
          <p class="muted">{t().nothingFound}</p>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  readonly store: ConferenceStore;
  readonly conference: ConferenceState;
  readonly own: Participant;
  readonly member: Participant;
  readonly isOpened: boolean;
  readonly onToggle: () => void;
}

function Row({ store, conference, own, member, isOpened, onToggle }: RowProps): JSX.Element {
  const { id, name, siteName, role, presence, microphone, asked } = member;
  const actions = rosterActions(conference, own, member);
  // The chair in the chair's seat is no news.
  const held = placesOf(conference, id).filter((place) => place !== role);
  return (
    <li
      class={`row row--${presence}`}
      data-testid="roster-row"
      data-participant={id}
      data-presence={presence}
      data-microphone={microphone}
      data-asked={asked}
    >
      <div class="row__line">
        <span class={`row__presence row__presence--${presence}`} />
        <span class="row__name">
          <span>{own.id === id ? t().ownTile(name) : name}</span>
          <small>
            {role !== 'delegate' && <b>{t().roles[role]}</b>}
            {siteName !== name && <span>{siteName}</span>}
            {held.map((place) => (
              <b class="row__seat" key={place}>
                {t().places[place]}
              </b>
            ))}
            {presence === 'away' && <b class="row__lost">{t().away}</b>}
            {asked && <b class="row__seat">{t().asked}</b>}
          </small>
        </span>
        {presence !== 'waiting' && (
          <span class={`row__microphone row__microphone--${microphone}`}>
            {microphone === 'open' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
            <span class="visually-hidden">{t().microphoneStates[microphone]}</span>
          </span>
        )}
        {actions.length > 0 && (
          <Button
            look="quiet"
            label={t().actionsFor(name)}
            expanded={isOpened}
            onPress={onToggle}
            testId="roster-actions"
          >
            <MoreIcon />
          </Button>
        )}
      </div>
      {isOpened && actions.length > 0 && (
        <div class="row__actions">
          {actions.map((action) => (
            <ActionButton
              key={action.kind + ('seat' in action ? action.seat : '')}
              store={store}
              action={action}
              member={member}
              onDone={onToggle}
            />
          ))}
        </div>
      )}
    </li>
  );
}

interface ActionButtonProps {
  readonly store: ConferenceStore;
  readonly action: RosterAction;
  readonly member: Participant;
  readonly onDone: () => void;
}

function ActionButton({ store, action, member, onDone }: ActionButtonProps): JSX.Element {
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
      return button(t().admit, 'admit', () => store.command('participant.admit', { target }));
    case 'grant':
      return button(t().floor.grant, 'grant', () => store.command('floor.grant', { participantId }));
    case 'revoke':
      return button(t().floor.revoke, 'revoke', () => store.command('floor.revoke', {}));
    case 'mute':
      return button(t().mute, 'mute', () => store.command('participant.mute', { target }));
    case 'ask':
      return button(t().askToUnmute, 'ask-to-unmute', () =>
        store.command('participant.askToUnmute', { participantId }),
      );
    case 'hold-camera':
      return button(t().conduct.holdCamera, 'hold-camera', () => store.command('camera.hold', { target }));
    case 'allow-camera':
      return button(t().conduct.allowCamera, 'allow-camera', () => store.command('camera.allow', { target }));
    case 'pin':
      return button(t().stageWords.pin, 'pin', () => pin(store, (pinned) => [...pinned, participantId]));
    case 'unpin':
      return button(t().stageWords.unpin, 'unpin', () =>
        pin(store, (pinned) => pinned.filter((id) => id !== participantId)),
      );
    case 'give':
      return button(t().give[action.seat], `give-${action.seat}`, () =>
        store.command('stage.give', { seat: action.seat, participantId }),
      );
    case 'clear':
      return button(t().clear[action.seat], `clear-${action.seat}`, () =>
        store.command('stage.clear', { seat: action.seat }),
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
          question={t().removeConfirm(name)}
          confirm={t().remove}
          onConfirm={() => void store.command('participant.remove', { participantId })}
        >
          {t().remove}
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
