import type { JSX } from 'preact';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { DeviceTrouble } from '../../../../../domain/media/devices.ts';
import type { DeviceKind } from '../../../../../protocol/devices.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { pageSeen } from '../../../../hooks/page-seen.ts';
import { timeOfDay } from '../../../../i18n/formats.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { troublesNow } from '../../../../state/conference/device-states.ts';
import type { SeenDevices } from '../../../../state/conference/device-states.ts';
import { deviceWords } from './device-words.ts';

interface MemberDevicesProps {
  readonly store: ConferenceStore;
  readonly member: Participant;
}

const kinds = ['camera', 'microphone', 'speaker'] as const satisfies readonly DeviceKind[];

/** For moderators: what keeps a participant from being seen, heard, or hearing. */
export function DeviceMarks({ store, member }: MemberDevicesProps): JSX.Element | null {
  const own = store.own.value;
  // On a page that is not visible, the server is not asked.
  if (!pageSeen.value || !own || !isModerator(own.role)) return null;
  return (
    <>
      {troublesNow(store.devices.known.value.get(member.id), member).map((trouble) => (
        <b
          key={trouble.kind}
          class="row__lost"
          data-testid="device-mark"
          data-kind={trouble.kind}
          data-state={trouble.kind === 'sound' ? 'blocked' : trouble.state}
        >
          {textOf(trouble)}
        </b>
      ))}
    </>
  );
}

const textOf = (trouble: DeviceTrouble): string =>
  trouble.kind === 'sound' ? deviceWords().soundBlocked : deviceWords().marks[trouble.kind][trouble.state];

/** Each device of a participant: its name, how it is, and since when. */
export function MemberDevices({ store, member }: MemberDevicesProps): JSX.Element {
  const known = store.devices.known.value.get(member.id);
  const words = deviceWords();
  return (
    <section
      class="row-devices"
      aria-label={words.title}
      data-testid="row-devices"
      data-connected={known?.isConnected}
    >
      {known ? <Reported known={known} /> : <p>{words.unknown}</p>}
    </section>
  );
}

function Reported({ known }: { readonly known: SeenDevices }): JSX.Element {
  const words = deviceWords();
  return (
    <>
      {!known.isConnected && (
        <p class="row__lost" role="status">
          {words.lost(timeOfDay(known.connectionSinceMs))}
        </p>
      )}
      <dl>
        {kinds.map((kind) => {
          const { state, name } = known[kind];
          return (
            <div key={kind} data-testid={`row-device-${kind}`} data-state={state}>
              <dt>{words.kinds[kind]}</dt>
              <dd>
                {name !== '' && `${name}: `}
                {words.states[state]}
                {known.isConnected && ` ${words.since(timeOfDay(known.sinceMs[kind]))}`}
              </dd>
            </div>
          );
        })}
      </dl>
      {known.soundBlocked && known.isConnected && <p class="row__lost">{words.soundBlockedHint}</p>}
    </>
  );
}
