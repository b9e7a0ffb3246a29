import type { JSX } from 'preact';
import { layouts } from '../../../../../protocol/conference/stage.ts';
import type { Layout } from '../../../../../protocol/conference/stage.ts';
import type { ConferenceState } from '../../../../../protocol/state.ts';
import { Button } from '../../../shared/controls.tsx';
import { DownIcon, UpIcon } from '../../../shared/desk-icons.ts';
import { CloseIcon } from '../../../shared/icons.tsx';
import { stageWords } from '../../stage/words.ts';
import { floorWords } from '../floor/words.ts';

interface LayoutChoiceProps {
  readonly chosen: Layout;
  readonly onChoose: (layout: Layout) => void;
}

export const LayoutChoice = ({ chosen, onChoose }: LayoutChoiceProps): JSX.Element => (
  <section>
    <h3>{stageWords().layout}</h3>
    <div class="layouts">
      {layouts.map((each) => (
        <button
          key={each}
          type="button"
          class="layouts__one"
          aria-pressed={chosen === each}
          data-testid={`layout-${each}`}
          onClick={() => onChoose(each)}
        >
          <span class={`sketch sketch--${each}`} aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
          {stageWords().layouts[each]}
        </button>
      ))}
    </div>
  </section>
);

interface PinnedListProps {
  readonly conference: ConferenceState;
  readonly pinned: readonly string[];
  readonly onChange: (pinned: readonly string[]) => void;
  /** What is said while nobody is in the list. */
  readonly empty: string;
}

/** Those that are shown beside the chair, the speaker and the slides, in their order. */
export function PinnedList({ conference, pinned, onChange, empty }: PinnedListProps): JSX.Element {
  const swapped = (index: number, other: number): readonly string[] => {
    const [one, two] = [pinned[index], pinned[other]];
    return one === undefined || two === undefined ? pinned : pinned.with(index, two).with(other, one);
  };
  return (
    <>
      <h3>
        {stageWords().pinned} <span class="count">{pinned.length}</span>
      </h3>
      {pinned.length === 0 && <p class="muted">{empty}</p>}
      <ol class="hands">
        {pinned.map((id, index) => {
          const name = conference.participants[id]?.name ?? '';
          return (
            <li key={id} class="hand-row" data-testid="pinned-row" data-participant={id}>
              <span class="hand-row__about">
                <strong>{name}</strong>
              </span>
              <span class="hand-row__order">
                <Button
                  look="quiet"
                  label={floorWords().up(name)}
                  disabled={index === 0}
                  testId="pinned-up"
                  onPress={() => onChange(swapped(index, index - 1))}
                >
                  <UpIcon />
                </Button>
                <Button
                  look="quiet"
                  label={floorWords().down(name)}
                  disabled={index === pinned.length - 1}
                  testId="pinned-down"
                  onPress={() => onChange(swapped(index, index + 1))}
                >
                  <DownIcon />
                </Button>
                <Button
                  look="quiet"
                  label={stageWords().unpinName(name)}
                  testId="pinned-remove"
                  onPress={() => onChange(pinned.filter((each) => each !== id))}
                >
                  <CloseIcon />
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
    </>
  );
}
