import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { roomWords } from './words.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { isTold, roomPrompts } from '../../../state/room/room-prompts.ts';
import type { RoomPrompt } from '../../../state/room/room-prompts.ts';
import { useServerNow } from '../now.ts';
import { closedAnnouncements } from '../panels/chat/chat-announcement.tsx';
import type { PanelProps } from '../panels/panel-props.ts';
import { lazyView } from '../../shared/lazy-view.tsx';
import { RoomRefusal } from './refusal.tsx';

const Prompt = lazyView(async () => (await import('./prompt.tsx')).Prompt, 'part');

/**
 * Over the stage: one prompt at a time, the most urgent first; and why the last press had no effect. A prompt that gives way
 * to another, or to a lost connection, comes back with what was typed in it.
 */
export function RoomPrompts({ store, own }: PanelProps): JSX.Element {
  const conference = store.conference.value;
  const now = useServerNow(store.clock, true);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const publishedAtMs = usePublished(store);
  const seen = { closed: new Set([...closed, ...closedAnnouncements.value]), publishedAtMs };
  // Cut off, the page does not know whether a question is still open.
  const isCutOff = store.standing.value.kind === 'reconnecting';
  const prompts = roomPrompts(conference, own, seen, now);
  const [first, ...others] = prompts.filter((prompt) => !isCutOff || isTold(prompt));
  const waiting = others.filter(({ kind }) => kind !== 'voted').length;
  const shown = first && keyOf(first);
  const opened = useRef<ReadonlyMap<string, RoomPrompt>>(new Map());
  opened.current = new Map(
    prompts
      .map((prompt) => [keyOf(prompt), prompt] as const)
      .filter(([key]) => key === shown || opened.current.has(key)),
  );
  const region = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    region.current?.querySelector<HTMLElement>('.kept:not([hidden]) [data-first]')?.focus();
  }, [shown]);
  return (
    <div ref={region} class="prompts">
      <RoomRefusal store={store} />
      {[...opened.current].map(([key, prompt]) => (
        <div key={key} class="kept" hidden={key !== shown}>
          <Prompt
            store={store}
            own={own}
            prompt={prompt}
            onClose={(id) => setClosed((before) => new Set([...before, id]))}
          />
        </div>
      ))}
      {waiting > 0 && (
        <p class="prompts__more" data-testid="prompts-more">
          {roomWords().morePrompts(waiting)}
        </p>
      )}
    </div>
  );
}

/** The same for a ballot before and after the room's vote, which one view shows. */
function keyOf(prompt: RoomPrompt): string {
  switch (prompt.kind) {
    case 'message':
      return prompt.message.id;
    case 'result':
      return prompt.ballotId;
    case 'voted':
      return 'vote';
    case 'asked':
    case 'private-word':
    case 'vote':
    case 'roll-call':
    case 'announcement':
      return prompt.kind;
    default:
      return prompt satisfies never;
  }
}

/** When this page saw each ballot become published, epoch ms by the server's clock. */
function usePublished(store: ConferenceStore): ReadonlyMap<string, number> {
  const seen = useRef<Map<string, number>>(undefined);
  const published = Object.values(store.conference.value.ballots)
    .filter(({ phase }) => phase === 'published')
    .map(({ id }) => id);
  // A page that has just come shows no old results.
  seen.current ??= new Map(published.map((id) => [id, 0]));
  const { current } = seen;
  useEffect(() => {
    for (const id of published) if (!current.has(id)) current.set(id, store.clock.now());
  });
  return current;
}
