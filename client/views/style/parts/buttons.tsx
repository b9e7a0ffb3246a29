import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ClearanceButton } from '../../shared/clearance-button.tsx';
import { Button, ConfirmedButton, Dialog, LanguageSwitch } from '../../shared/controls.tsx';
import { MicrophoneIcon } from '../../shared/icons.tsx';
import { NameDialog } from '../../shared/name-dialog.tsx';
import { Link } from '../../shared/navigation.tsx';
import { Menu } from '../../shared/menu.tsx';
import { ReasonedButton } from '../../shared/reasoned-button.tsx';
import { styleWords } from '../words.ts';
import { Fields } from './fields.tsx';
import { Part } from './part.tsx';

const looks = ['primary', 'plain', 'quiet', 'danger'] as const;

/** Buttons of every look, those that ask first, and the dialogs that they open. */
export function Buttons(): JSX.Element {
  const words = styleWords();
  const [pressed, setPressed] = useState<string>();
  const [isOn, setOn] = useState(true);
  const [isCleared, setCleared] = useState(false);
  const [opened, setOpened] = useState<'fields' | 'name'>();
  const close = (): void => setOpened(undefined);
  return (
    <Part title={words.buttons}>
      {[false, true].map((large) => (
        <div key={String(large)} class="style__row">
          {looks.map((look) => (
            <Button key={look} look={look} large={large} onPress={() => setPressed(words.looks[look])}>
              {words.looks[look]}
            </Button>
          ))}
          {looks.map((look) => (
            <Button key={look} look={look} large={large} disabled>
              {words.disabled}
            </Button>
          ))}
        </div>
      ))}
      <div class="style__row">
        <Button pressed={isOn} look={isOn ? 'primary' : 'plain'} onPress={() => setOn(!isOn)}>
          <MicrophoneIcon />
          <span>{words.chosen}</span>
        </Button>
        <ConfirmedButton
          question={words.question}
          confirm={words.yes}
          onConfirm={() => setPressed(words.confirmed)}
        >
          {words.confirmed}
        </ConfirmedButton>
        <ReasonedButton
          text={words.reasoned}
          question={words.question}
          reasonLabel={words.reason}
          look="primary"
          onConfirm={() => setPressed(words.reasoned)}
        />
        <ClearanceButton name={words.sample} cleared={isCleared} onChange={setCleared} />
        <Button onPress={() => setOpened('fields')} testId="style-dialog-open">
          {words.openDialog}
        </Button>
        <Button onPress={() => setOpened('name')} testId="style-name-open">
          {words.nameDialog}
        </Button>
        <Link to="/style">{words.link}</Link>
        <LanguageSwitch />
        <Menu
          testId="style-menu"
          items={[
            { text: words.yes, count: 2, testId: 'style-menu-first', onPress: () => setPressed(words.menu) },
            {
              text: words.disabled,
              count: 0,
              testId: 'style-menu-none',
              onPress: () => setPressed(undefined),
            },
          ]}
        >
          {words.menu}
        </Menu>
      </div>
      <p role="status">{pressed !== undefined && words.pressed(pressed)}</p>
      {opened === 'fields' && (
        <Dialog title={words.dialog} onClose={close} testId="style-dialog">
          <Fields />
        </Dialog>
      )}
      {opened === 'name' && (
        <NameDialog
          title={words.nameDialog}
          label={words.text}
          initial={words.sample}
          onSave={() => Promise.resolve({ code: 'conflict' })}
          onClose={close}
          testId="style-name"
        />
      )}
    </Part>
  );
}
