import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { barWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import type { Attendance } from '../../../media/attendance.ts';
import type { ScreenContent } from '../../../media/capture.ts';
import { Button, Dialog } from '../../shared/controls.tsx';
import { ScreenIcon } from '../../shared/icons.tsx';

const contents: readonly ScreenContent[] = ['detail', 'motion'];

interface ShareButtonProps {
  readonly attendance: Attendance;
  readonly disabled: boolean;
}

/** Starts to share a screen after the choice of its content, or stops it. */
export function ShareButton({ attendance, disabled }: ShareButtonProps): JSX.Element {
  const [choosing, setChoosing] = useState(false);
  const isSharing = attendance.screen.value !== undefined;
  return (
    <>
      <Button
        pressed={isSharing}
        disabled={disabled}
        testId="share-screen"
        onPress={() => {
          if (isSharing) void attendance.unshareScreen();
          else setChoosing(true);
        }}
      >
        <ScreenIcon />
        <span>{isSharing ? barWords().stopSharing : barWords().shareScreen}</span>
      </Button>
      {choosing && (
        <Dialog title={barWords().shareWhat} onClose={() => setChoosing(false)}>
          <div class="choices">
            {contents.map((content) => (
              <Button
                key={content}
                testId={`share-${content}`}
                onPress={() => {
                  setChoosing(false);
                  void attendance.shareScreen(content);
                }}
              >
                <span class="choices__about">
                  {barWords().shareContents[content]}
                  <small>{barWords().shareHints[content]}</small>
                </span>
              </Button>
            ))}
          </div>
          <div class="dialog__buttons">
            <Button onPress={() => setChoosing(false)}>{commonWords().cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
