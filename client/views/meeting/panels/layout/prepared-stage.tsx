import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { allowed } from '../../../../../domain/conference/policy.ts';
import { mostPinned } from '../../../../../protocol/conference/stage.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { commonWords } from '../../../../i18n/common.ts';
import { refusalText } from '../../../../i18n/formats.ts';
import type { Attendance } from '../../../../media/attendance.ts';
import { missingFrom, stageable, stagePreview } from '../../../../state/conference/prepared-stage.ts';
import type { PreparedStage, StagePreview } from '../../../../state/conference/prepared-stage.ts';
import { Alert, Button } from '../../../shared/controls.tsx';
import { MiniStage } from '../../stage/mini-stage.tsx';
import { ChooseButton } from './choose-button.tsx';
import { LayoutChoice, PinnedList } from './choices.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';
import { layoutWords } from './words.ts';

interface PreparedStageProps {
  readonly attendance: Attendance;
  readonly own: Participant;
  readonly prepared: PreparedStage;
  readonly onChange: (prepared: PreparedStage) => void;
  readonly onClose: () => void;
}

/** The next stage: what it will be, beside what is on now, until it is put on with one press or dropped. */
export function PreparedStagePanel(props: PreparedStageProps): JSX.Element {
  const { attendance, own, prepared, onChange, onClose } = props;
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => root.current?.focus(), []);
  useEscape(root, onClose);
  const store = attendance.conference;
  const conference = store.conference.value;
  const preview = stagePreview(conference, own, prepared, store.clock.now());
  const words = layoutWords();
  return (
    <div
      ref={root}
      class="conduct prepared"
      role="group"
      aria-label={words.title}
      tabIndex={-1}
      data-testid="prepared-stage"
    >
      <div class="prepared__stages">
        <MiniStage attendance={attendance} conference={conference} caption={words.now} testId="stage-now" />
        {preview.ok && (
          <MiniStage
            attendance={attendance}
            conference={preview.after}
            caption={words.next}
            isNext
            testId="stage-next"
          />
        )}
      </div>
      <PutOn {...props} preview={preview} />
      <p class="muted">{words.hint}</p>
      <SpeakerChoice conference={conference} prepared={prepared} onChange={onChange} />
      <LayoutChoice chosen={prepared.layout} onChoose={(layout) => onChange({ ...prepared, layout })} />
      <section>
        <PinnedList
          conference={conference}
          pinned={prepared.participantIds}
          empty={words.noneShown}
          onChange={(ids) => onChange({ ...prepared, participantIds: [...ids] })}
        />
        {prepared.participantIds.length < mostPinned && (
          <ChooseButton
            label={words.add}
            testId="prepared-add"
            find={(query) => stageable(conference, query, prepared.participantIds)}
            onChoose={(id) => onChange({ ...prepared, participantIds: [...prepared.participantIds, id] })}
          />
        )}
      </section>
    </div>
  );
}

interface PutOnProps extends PreparedStageProps {
  readonly preview: StagePreview;
}

function PutOn({ attendance, own, prepared, preview, onClose }: PutOnProps): JSX.Element {
  const [isSending, setSending] = useState(false);
  const store = attendance.conference;
  const conference = store.conference.value;
  const words = layoutWords();
  const isOpen = allowed('stage.arrange', own.role, conference.phase);
  const missing = missingFrom(conference, prepared).map((id) => conference.participants[id]?.name ?? '');
  const refusal = preview.ok ? undefined : refusalText(preview);
  const putOn = async (): Promise<void> => {
    setSending(true);
    const isOn = await store.command('stage.arrange', prepared);
    setSending(false);
    if (isOn) onClose();
  };
  return (
    <div class="prepared__end">
      {refusal !== undefined && <Alert>{missing.length > 0 ? words.missing(missing) : refusal}</Alert>}
      {!isOpen && <p class="muted">{words.afterBreak}</p>}
      <div class="conduct__buttons">
        <Button
          look="primary"
          disabled={isSending || !isOpen || !preview.ok || !preview.isChange}
          {...(preview.ok && !preview.isChange && { hint: words.unchanged })}
          testId="stage-put-on"
          onPress={() => void putOn()}
        >
          {words.putOn}
        </Button>
        <Button testId="stage-drop" onPress={onClose}>
          {commonWords().cancel}
        </Button>
      </div>
    </div>
  );
}

/** Escape while nothing else has the keyboard: a dialog closes by it first. */
function useEscape(root: { readonly current: HTMLElement | null }, onEscape: () => void): void {
  const escape = useRef(onEscape);
  escape.current = onEscape;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const { target } = event;
      const isHere = target === document.body || (target instanceof Node && root.current?.contains(target));
      if (isHere) escape.current();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [root]);
}
