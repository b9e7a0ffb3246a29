import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { maySpeak } from '../../../../../domain/conference/state.ts';
import { canReceive } from '../../../../../domain/conference/topics/chat.ts';
import type { CommandType } from '../../../../../protocol/commands.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { rosterWords } from './words.ts';
import { conductWords } from '../conduct/words.ts';
import type { RosterList } from '../../../../state/conference/roster-list.ts';
import { Menu } from '../../../shared/menu.tsx';
import type { MenuItem } from '../../../shared/menu.tsx';
import type { PanelProps } from '../panel-props.ts';
import { FoundDialog, targetOf } from './found-dialogs.tsx';
import type { AskedOfFound } from './found-dialogs.tsx';

interface ForFoundProps extends PanelProps {
  readonly list: Pick<RosterList, 'found' | 'waiting' | 'moved'>;
}

/**
 * Commands for all participants that the search and the filter find. The dialogs are for those that were found when
 * they opened, so they stay when the list changes.
 */
export function ForFound({ store, own, list }: ForFoundProps): JSX.Element | null {
  const [asked, setAsked] = useState<AskedOfFound>();
  const { phase } = store.conference.value;
  const may = (command: CommandType): boolean => allowed(command, own.role, phase);
  if (!may('participant.mute')) return null;
  const { found, waiting, moved } = list;
  const listed = found.length + waiting.length + moved.length;
  const speakers = found.filter(({ role }) => maySpeak(role));
  const open = speakers.filter(({ microphone }) => microphone === 'open');
  const silent = speakers.filter((each) => each.microphone !== 'open' && !each.asked);
  const free = speakers.filter(({ cameraHeld }) => !cameraHeld);
  const held = found.filter(({ cameraHeld }) => cameraHeld);
  const receivers = found.filter(canReceive);
  const movable = found.filter(({ role }) => role !== 'recorder');
  const ask = (kind: AskedOfFound['kind'], members: readonly Participant[]) => (): void =>
    setAsked({ kind, members });
  const actions: readonly (MenuItem & { readonly command: CommandType })[] = [
    {
      command: 'participant.mute',
      text: rosterWords().muteFound,
      hint: conductWords().spared,
      count: open.length,
      testId: 'found-mute',
      onPress: () => void store.command('participant.mute', { target: targetOf(open) }),
    },
    {
      command: 'participant.askToUnmute',
      text: rosterWords().askToUnmute,
      count: silent.length,
      testId: 'found-ask',
      onPress: ask('unmute', silent),
    },
    {
      command: 'camera.hold',
      text: conductWords().holdCamera,
      count: free.length,
      testId: 'found-hold-cameras',
      onPress: ask('hold-cameras', free),
    },
    {
      command: 'camera.allow',
      text: conductWords().allowCamera,
      count: held.length,
      testId: 'found-allow-cameras',
      onPress: () => void store.command('camera.allow', { target: targetOf(held) }),
    },
    {
      command: 'chat.send',
      text: rosterWords().messageFound,
      count: receivers.length,
      testId: 'found-message',
      onPress: ask('message', receivers),
    },
    {
      command: 'participant.move',
      text: conductWords().move,
      count: movable.length,
      testId: 'found-move',
      onPress: ask('move', movable),
    },
    {
      command: 'participant.admit',
      text: rosterWords().admitFound,
      count: waiting.length,
      testId: 'found-admit',
      onPress: () => void store.command('participant.admit', { target: targetOf(waiting) }),
    },
    {
      command: 'participant.recall',
      text: rosterWords().recallMany,
      count: moved.length,
      testId: 'recall-many',
      onPress: ask('recall', moved),
    },
  ];
  return (
    <>
      {listed > 0 && (
        <div class="roster__found" data-testid="roster-found" data-count={found.length}>
          <Menu testId="found-actions" items={actions.filter(({ command }) => may(command))}>
            {rosterWords().forFound(listed)}
          </Menu>
        </div>
      )}
      {asked && <FoundDialog store={store} asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
