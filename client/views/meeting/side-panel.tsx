import type { JSX } from 'preact';
import { meetingWords } from './words.ts';
import { panels } from './panels/registry.ts';
import type { Panel } from './panels/registry.ts';
import type { SidePanelProps } from './panels/panel-props.ts';

interface OpenedPanelProps extends SidePanelProps {
  /** The name of the open panel. */
  readonly opened: string | undefined;
  readonly onOpen: (name: string | undefined) => void;
}

/** The panels beside the stage, one at a time; pressing the tab of the open panel closes it. */
export function SidePanel({ opened, onOpen, attendance, store, own }: OpenedPanelProps): JSX.Element {
  const conference = store.conference.value;
  const offered = panels.filter(({ isFor }) => isFor?.(own, conference) ?? true);
  const shown = offered.find(({ name }) => name === opened);
  return (
    <>
      {shown && (
        <aside
          class="side-panel"
          id="side-panel"
          aria-label={shown.title()}
          data-testid={`panel-${shown.name}`}
        >
          <h2 class="side-panel__title">{shown.title()}</h2>
          <shown.View attendance={attendance} store={store} own={own} />
        </aside>
      )}
      <nav class="tabs" aria-label={meetingWords().panels}>
        {offered.map((panel) => (
          <Tab
            key={panel.name}
            panel={panel}
            isOpen={panel === shown}
            news={panel.news?.(own, conference) ?? 0}
            onPress={() => onOpen(panel === shown ? undefined : panel.name)}
          />
        ))}
      </nav>
    </>
  );
}

interface TabProps {
  readonly panel: Panel;
  readonly isOpen: boolean;
  readonly news: number;
  readonly onPress: () => void;
}

function Tab({ panel, isOpen, news, onPress }: TabProps): JSX.Element {
  return (
    <button
      type="button"
      class="tab"
      aria-expanded={isOpen}
      aria-controls="side-panel"
      data-testid={`tab-${panel.name}`}
      onClick={onPress}
    >
      <panel.Icon />
      <span>{panel.title()}</span>
      {news > 0 && <span class="count count--new">{news}</span>}
    </button>
  );
}
