import type { JSX } from 'preact';
import { allowed } from '../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../protocol/commands.ts';
import { chairWords } from './words.ts';
import { nextSpeakers, type NextSpeaker } from '../../../state/conference/chair-controls.ts';
import { turnView } from '../../../state/conference/floor.ts';
import { Button } from '../../shared/controls.tsx';
import { useServerNow } from '../now.ts';
import { turnTime } from '../panels/floor/turn-time.ts';
import { floorWords } from '../panels/floor/words.ts';
import type { PanelProps } from '../panels/panel-props.ts';
import { scriptWords } from '../panels/script/words.ts';

/** Who speaks, and who is next. */
export function Speakers({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const { first, more } = nextSpeakers(conference);
  const mayGrant = allowed('floor.grant', own.role, conference.phase);
  return (
    <section class="chair__part">
      <SpeakerNow store={store} own={own} />
      <h2>
        {chairWords().next} <span class="count">{first.length + more}</span>
      </h2>
      {first.length === 0 && <p class="muted">{floorWords().emptyQueue}</p>}
      <ol class="chair__next">
        {first.map((next, index) => {
          const { id, name, siteName } = next.participant;
          return (
            <li
              key={id}
              data-testid="chair-next"
              data-participant={id}
              data-prepared={next.hand === undefined}
            >
              <span class="chair__who">
                <strong>{name}</strong>
                <small>
                  {siteName !== name && siteName !== '' && `${siteName} · `}
                  {whatFor(next)}
                </small>
              </span>
              {mayGrant && (
                <Button
                  look={index === 0 ? 'primary' : 'plain'}
                  large={index === 0}
                  label={floorWords().grantNamed(name)}
                  testId="floor-grant"
                  onPress={() => void store.command('floor.grant', { participantId: id })}
                >
                  {floorWords().grant}
                </Button>
              )}
            </li>
          );
        })}
      </ol>
      {more > 0 && <p class="muted">{chairWords().more(more)}</p>}
    </section>
  );
}

function whatFor({ hand, minutes }: NextSpeaker): string {
  if (hand) {
    const category = floorWords().categories[hand.category];
    return hand.subject === '' ? category : `${category}: ${hand.subject}`;
  }
  const { prepared, minutes: inMinutes } = scriptWords();
  return minutes === null ? prepared : `${prepared} · ${inMinutes(minutes)}`;
}

function SpeakerNow({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const now = useServerNow(store.clock, conference.floor.holder !== null);
  const turn = turnView(conference, now);
  const may = (command: CommandType): boolean => allowed(command, own.role, conference.phase);
  if (!turn) return <p class="muted">{floorWords().nobodySpeaks}</p>;
  const { id, name, microphone } = turn.participant;
  return (
    <div
      class={`chair__now chair__now--${turn.pace}`}
      data-testid="chair-speaker"
      data-participant={id}
      data-microphone={microphone}
    >
      <span class="chair__who">
        <small>{chairWords().now}</small>
        <strong>{name}</strong>
      </span>
      <span class="chair__time" role="timer">
        {turnTime(turn)}
      </span>
      <span class="chair__buttons">
        {may('floor.revoke') && (
          <Button
            look="primary"
            large
            testId="floor-revoke"
            onPress={() => void store.command('floor.revoke', {})}
          >
            {chairWords().thank}
          </Button>
        )}
        {may('participant.mute') && id !== own.id && (
          <Button
            large
            disabled={microphone !== 'open'}
            testId="mute-speaker"
            onPress={() =>
              void store.command('participant.mute', {
                target: { kind: 'participants', participantIds: [id] },
              })
            }
          >
            {chairWords().mute}
          </Button>
        )}
      </span>
    </div>
  );
}
