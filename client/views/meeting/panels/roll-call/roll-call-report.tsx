import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RollCallState } from '../../../../../protocol/conference/roll-call.ts';
import { rollCallWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { isAskedToReport, reportTyped } from '../../../../state/conference/roll-call.ts';
import { Button } from '../../../shared/controls.tsx';
import { RollCallIcon } from '../../../shared/desk-icons.ts';
import { NumberField } from '../../../shared/form-fields.tsx';
import type { PanelProps } from '../panel-props.ts';

const mostPeople = 9_999;

interface ReportFormProps {
  readonly store: ConferenceStore;
  readonly before?: RollCallState['reports'][string] | undefined;
}

/** How many people are in the room, and how many of them are invited delegates. */
export function ReportForm({ store, before }: ReportFormProps): JSX.Element {
  const [headCount, setHeadCount] = useState(before ? String(before.headCount) : '');
  const [delegates, setDelegates] = useState(before ? String(before.delegates) : '');
  const [busy, setBusy] = useState(false);
  const typed = reportTyped(headCount, delegates);
  const send = async (): Promise<void> => {
    if (!typed) return;
    setBusy(true);
    await store.command('rollCall.report', typed);
    setBusy(false);
  };
  return (
    <form
      class="report"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <NumberField
        label={rollCallWords().headCountHere}
        value={headCount}
        min={0}
        max={mostPeople}
        testId="head-count"
        onInput={setHeadCount}
      />
      <NumberField
        label={rollCallWords().delegatesHere}
        value={delegates}
        min={0}
        max={mostPeople}
        testId="delegate-count"
        onInput={setDelegates}
      />
      {headCount !== '' && delegates !== '' && !typed && <p class="late">{rollCallWords().invalid}</p>}
      <Button type="submit" look="primary" disabled={!typed || busy} testId="roll-call-report">
        {rollCallWords().report}
      </Button>
    </form>
  );
}

/** Asks every room over the stage, until it has reported or the roll call is closed. */
export function RollCallPrompt({ store, own }: PanelProps): JSX.Element | null {
  if (!isAskedToReport(store.conference.value, own)) return null;
  return (
    <section
      class="report-prompt"
      aria-label={rollCallWords().askTitle}
      data-testid="roll-call-prompt"
      data-own-keys=""
    >
      <header>
        <RollCallIcon />
        <div>
          <h2>{rollCallWords().askTitle}</h2>
          <p>{rollCallWords().askText}</p>
        </div>
      </header>
      <ReportForm store={store} />
    </section>
  );
}
