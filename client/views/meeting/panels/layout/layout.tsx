import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { layout } from '../../../../../protocol/conference/stage.ts';
import { stageWords } from '../../stage/words.ts';
import { floorWords } from '../floor/words.ts';
import { Button, Field } from '../../../shared/controls.tsx';
import { CloseIcon, DownIcon, UpIcon } from '../../../shared/icons.tsx';
import type { PanelProps } from '../panel-props.ts';

/** What every screen shows: the layout, the participants beside the speaker, and texts on the picture. */
export function LayoutPanel({ store }: PanelProps): JSX.Element {
  const { stage } = store.conference.value;
  return (
    <div class="conduct">
      <section>
        <h3>{stageWords().layout}</h3>
        <div class="layouts">
          {layout.options.map((each) => (
            <button
              key={each}
              type="button"
              class="layouts__one"
              aria-pressed={stage.layout === each}
              data-testid={`layout-${each}`}
              onClick={() => void store.command('stage.setLayout', { layout: each })}
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
      <Pinned store={store} />
      <ScreenText key={`${stage.text.title}\n${stage.text.ticker}`} store={store} />
    </div>
  );
}

function Pinned({ store }: Pick<PanelProps, 'store'>): JSX.Element {
  const { stage, participants } = store.conference.value;
  const { pinned } = stage;
  const set = (participantIds: readonly string[]): void =>
    void store.command('stage.setPinned', { participantIds: [...participantIds] });
  const swapped = (index: number, other: number): readonly string[] => {
    const [one, two] = [pinned[index], pinned[other]];
    return one === undefined || two === undefined ? pinned : pinned.with(index, two).with(other, one);
  };
  return (
    <section>
      <h3>
        {stageWords().pinned} <span class="count">{pinned.length}</span>
      </h3>
      {pinned.length === 0 && <p class="muted">{stageWords().noPinned}</p>}
      <ol class="hands">
        {pinned.map((id, index) => {
          const name = participants[id]?.name ?? '';
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
                  onPress={() => set(swapped(index, index - 1))}
                >
                  <UpIcon />
                </Button>
                <Button
                  look="quiet"
                  label={floorWords().down(name)}
                  disabled={index === pinned.length - 1}
                  testId="pinned-down"
                  onPress={() => set(swapped(index, index + 1))}
                >
                  <DownIcon />
                </Button>
                <Button
                  look="quiet"
                  label={stageWords().unpinName(name)}
                  testId="pinned-remove"
                  onPress={() => set(pinned.filter((each) => each !== id))}
                >
                  <CloseIcon />
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function ScreenText({ store }: Pick<PanelProps, 'store'>): JSX.Element {
  const { text } = store.conference.value.stage;
  const [title, setTitle] = useState(text.title);
  const [ticker, setTicker] = useState(text.ticker);
  const isShown = text.title !== '' || text.ticker !== '';
  return (
    <section>
      <h3>{stageWords().text}</h3>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void store.command('stage.setText', { title, ticker });
        }}
      >
        <Field
          label={stageWords().textTitle}
          value={title}
          onInput={setTitle}
          maxLength={200}
          testId="text-title"
        />
        <Field
          label={stageWords().ticker}
          value={ticker}
          onInput={setTicker}
          maxLength={500}
          testId="text-ticker"
        />
        <div class="conduct__buttons">
          <Button
            type="submit"
            look="primary"
            disabled={title === text.title && ticker === text.ticker}
            testId="text-show"
          >
            {stageWords().showText}
          </Button>
          {isShown && (
            <Button
              testId="text-clear"
              onPress={() => void store.command('stage.setText', { title: '', ticker: '' })}
            >
              {stageWords().clearText}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}
