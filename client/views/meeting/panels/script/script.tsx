import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { isModerator } from '../../../../../domain/conference/state.ts';
import { type ItemScript, type ScriptSpeaker, scriptView } from '../../../../state/conference/script.ts';
import { Button } from '../../../shared/controls.tsx';
import { DoneIcon } from '../../../shared/desk-icons.ts';
import { SiteLabel } from '../../site-label.tsx';
import { floorWords } from '../floor/words.ts';
import type { PanelProps } from '../panel-props.ts';
import { AddSpeakerButton } from './add-speaker.tsx';
import { scriptWords } from './words.ts';

/** Who speaks as prepared on the item under way, to which speakers can be added, and on the next one. */
export function SessionScript({ store, own }: PanelProps): JSX.Element | null {
  const conference = store.conference.value;
  const { current, next } = scriptView(conference);
  const item = conference.agenda.items.find(({ id }) => id === conference.agenda.current?.itemId);
  const addsTo = allowed('script.add', own.role, conference.phase) ? item : undefined;
  if (!isModerator(own.role) || (!current && !next && !addsTo)) return null;
  return (
    <section class="queue">
      {current && (
        <>
          <h3>
            {scriptWords().of(current.title)} <span class="count">{current.speakers.length}</span>
          </h3>
          <ScriptRows store={store} own={own} script={current} isCurrent />
        </>
      )}
      {addsTo && <AddSpeakerButton store={store} item={addsTo} />}
      {next && (
        <details data-testid="script-next-item">
          <summary>
            {scriptWords().nextItem(next.title)} <span class="count">{next.speakers.length}</span>
          </summary>
          <ScriptRows store={store} own={own} script={next} isCurrent={false} />
        </details>
      )}
    </section>
  );
}

interface ScriptRowsProps extends PanelProps {
  readonly script: ItemScript;
  readonly isCurrent: boolean;
}

function ScriptRows({ store, own, script, isCurrent }: ScriptRowsProps): JSX.Element {
  const { phase } = store.conference.value;
  const mayGrant = isCurrent && allowed('floor.grant', own.role, phase);
  const maySkip = allowed('script.skip', own.role, phase);
  return (
    <ol class="hands">
      {script.speakers.map((speaker, index) => {
        const { participantId, name, progress, presence, isNext } = speaker;
        const place = { itemId: script.itemId, participantId };
        const couldSpeak = presence === 'present' || presence === 'lost';
        return (
          <li
            key={participantId}
            class={`hand-row${isNext ? ' hand-row--next' : ''}`}
            data-testid="script-row"
            data-participant={participantId}
            data-progress={progress}
            data-presence={presence}
            data-next={isNext}
          >
            <span class="hand-row__place">{progress === 'called' ? <DoneIcon /> : index + 1}</span>
            <About speaker={speaker} />
            {mayGrant && progress === 'ahead' && couldSpeak && (
              <Button
                look={isNext ? 'primary' : 'plain'}
                label={floorWords().grantNamed(name)}
                testId="script-grant"
                onPress={() => void store.command('floor.grant', { participantId })}
              >
                {floorWords().grant}
              </Button>
            )}
            {maySkip && progress === 'ahead' && (
              <Button
                look="quiet"
                label={scriptWords().skipNamed(name)}
                testId="script-skip"
                onPress={() => void store.command('script.skip', place)}
              >
                {scriptWords().skip}
              </Button>
            )}
            {maySkip && (progress === 'called' || progress === 'skipped') && (
              <Button
                look="quiet"
                label={scriptWords().restoreNamed(name)}
                testId="script-restore"
                onPress={() => void store.command('script.restore', place)}
              >
                {scriptWords().restore}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function About({ speaker }: { readonly speaker: ScriptSpeaker }): JSX.Element {
  const { name, minutes, progress, presence, isNext } = speaker;
  const words = scriptWords();
  return (
    <span class="hand-row__about">
      <strong>{name}</strong>
      <SiteLabel of={speaker} />
      <small>
        {isNext && <b>{words.next} · </b>}
        {progress !== 'ahead' && `${words.progress[progress]} · `}
        <span class={presence === 'present' ? undefined : 'hand-row__spent'}>{words.presence[presence]}</span>
        {minutes !== null && ` · ${words.minutes(minutes)}`}
      </small>
    </span>
  );
}
