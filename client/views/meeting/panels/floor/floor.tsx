import type { JSX } from 'preact';
import { allowed } from '../../../../../domain/conference/policy.ts';
import type { CommandType } from '../../../../../protocol/commands.ts';
import { floorWords } from './words.ts';
import { queueView, silentSoFar } from '../../../../state/conference/floor.ts';
import { Button } from '../../../shared/controls.tsx';
import { HandButton } from '../../bars/hand-button.tsx';
import { SiteLabel } from '../../site-label.tsx';
import { FloorSettingsButton } from './floor-settings.tsx';
import type { PanelProps } from '../panel-props.ts';
import { SessionScript } from '../script/script.tsx';
import { CurrentQueue, Hands } from './queue.tsx';

/**
 * The speakers: who has the floor, who asks for it, who has not spoken yet. The same order on every screen.
 */
export function FloorPanel({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const { holder } = conference.floor;
  const may = (command: CommandType): boolean => allowed(command, own.role, conference.phase);
  const { others } = queueView(conference);
  const speaker = holder && conference.participants[holder.participantId];
  return (
    <div class="floor">
      <div class="floor__now">
        {speaker ? (
          <>
            <span class="floor__speaker">
              <small>{floorWords().speaking}</small>
              <strong>{speaker.name}</strong>
            </span>
            {may('floor.revoke') && (
              <Button testId="floor-revoke" onPress={() => void store.command('floor.revoke', {})}>
                {floorWords().revoke}
              </Button>
            )}
          </>
        ) : (
          <span class="muted">{floorWords().nobodySpeaks}</span>
        )}
      </div>
      <HandButton store={store} own={own} />
      <SessionScript store={store} own={own} />
      <CurrentQueue store={store} own={own} />
      {others.length > 0 && (
        <section>
          <h3>{floorWords().otherItems}</h3>
          {others.map((queue) => (
            <details key={queue.itemId ?? ''} data-item={queue.itemId}>
              <summary>
                {queue.title ?? floorWords().withoutItem} <span class="count">{queue.hands.length}</span>
              </summary>
              <Hands store={store} own={own} queue={queue} />
            </details>
          ))}
        </section>
      )}
      {may('floor.grant') && <Silent store={store} />}
      {may('floor.configure') && <FloorSettingsButton store={store} />}
    </div>
  );
}

function Silent({ store }: Pick<PanelProps, 'store'>): JSX.Element {
  const silent = silentSoFar(store.conference.value);
  return (
    <details>
      <summary>
        {floorWords().notSpoken} <span class="count">{silent.length}</span>
      </summary>
      {silent.length === 0 && <p class="muted">{floorWords().notSpokenNone}</p>}
      <ul class="hands">
        {silent.map(({ id, name, siteName }) => (
          <li class="hand-row" key={id} data-participant={id}>
            <span class="hand-row__about">
              <strong>{name}</strong>
              <SiteLabel of={{ name, siteName }} />
            </span>
            <Button
              label={floorWords().grantNamed(name)}
              testId="floor-grant"
              onPress={() => void store.command('floor.grant', { participantId: id })}
            >
              {floorWords().grant}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
