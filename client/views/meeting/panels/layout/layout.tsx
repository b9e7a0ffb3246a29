import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { drawnAtOnce } from '../../../../hooks/drawn-at-once.ts';
import { nextStage } from '../../../../state/conference/prepared-stage.ts';
import { stageWords } from '../../stage/words.ts';
import { Button, Field } from '../../../shared/controls.tsx';
import type { PanelProps, SidePanelProps } from '../panel-props.ts';
import { LayoutChoice, PinnedList } from './choices.tsx';
import { PreparedStagePanel } from './prepared-stage.tsx';
import { layoutWords } from './words.ts';

/**
 * What every screen shows: the layout, the participants beside the speaker, and texts on the picture. Each press changes
 * the screens at once, unless the next stage is being prepared.
 */
export function LayoutPanel({ store, own, attendance }: SidePanelProps): JSX.Element {
  const conference = store.conference.value;
  const { stage } = conference;
  const { preparedStage } = attendance;
  const mayPrepare = allowed('stage.arrange', own.role, 'in-session');
  if (mayPrepare && preparedStage.value) {
    const close = (): void => {
      drawnAtOnce(() => (preparedStage.value = undefined));
      document.querySelector<HTMLElement>('[data-testid="stage-prepare"]')?.focus();
    };
    return (
      <PreparedStagePanel
        attendance={attendance}
        own={own}
        prepared={preparedStage.value}
        onChange={(prepared) => (preparedStage.value = prepared)}
        onClose={close}
      />
    );
  }
  return (
    <div class="conduct">
      {mayPrepare && (
        <Button
          look="primary"
          testId="stage-prepare"
          onPress={() => (preparedStage.value = nextStage(conference))}
        >
          {layoutWords().prepare}
        </Button>
      )}
      <LayoutChoice
        chosen={stage.layout}
        onChoose={(layout) => void store.command('stage.setLayout', { layout })}
      />
      <section>
        <PinnedList
          conference={conference}
          pinned={stage.pinned}
          empty={stageWords().noPinned}
          onChange={(ids) => void store.command('stage.setPinned', { participantIds: [...ids] })}
        />
      </section>
      <ScreenText key={`${stage.text.title}\n${stage.text.ticker}`} store={store} />
    </div>
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
