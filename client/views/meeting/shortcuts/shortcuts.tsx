import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isModerator } from '../../../../domain/conference/state.ts';
import { shortcutWords } from './words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { drawnAtOnce } from '../../../hooks/drawn-at-once.ts';
import { remember, remembered } from '../../../state/remembered.ts';
import { shortcutEffect, shortcutKeys } from '../../../state/conference/shortcuts.ts';
import type { Shortcut, ShortcutEffect } from '../../../state/conference/shortcuts.ts';
import { Button, Checkbox, Dialog } from '../../shared/controls.tsx';
import { KeyboardIcon } from '../../shared/desk-icons.ts';
import { announcing } from '../bars/announce-button.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

interface ShortcutsProps extends PanelProps {
  /** Opens the roster, with the focus on its search. */
  readonly onSearch: () => void;
}

/** The keys of a leader's page, and the sheet that lists them. A person who dictates can turn them off. */
export function Shortcuts({ store, own, onSearch }: ShortcutsProps): JSX.Element | null {
  const [isOpened, setOpened] = useState(false);
  const [isOn, setOn] = useState(() => remembered('shortcuts') !== 'off');
  const leads = isModerator(own.role);
  // What a key opens has the focus before the next key comes: keys are typed faster than a page is drawn.
  const act = useRef<(effect: ShortcutEffect) => void>(() => undefined);
  act.current = (effect) => {
    if (effect.kind === 'command') void store.command(effect.command.type, effect.command.payload);
    else if (effect.kind === 'search') onSearch();
    else if (effect.kind === 'announce') drawnAtOnce(openAnnouncement);
    else drawnAtOnce(() => setOpened(true));
  };
  useEffect(() => {
    if (!leads || !isOn) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      const self = store.own.value;
      if (!self || isTaken(event)) return;
      const effect = shortcutEffect(event.key, store.conference.value, self, store.clock.now());
      if (!effect) return;
      event.preventDefault();
      act.current(effect);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [store, leads, isOn]);
  if (!leads) return null;
  return (
    <>
      <Button look="quiet" label={shortcutWords().title} testId="shortcuts" onPress={() => setOpened(true)}>
        <KeyboardIcon />
      </Button>
      {isOpened && (
        <Dialog title={shortcutWords().title} onClose={() => setOpened(false)} testId="shortcut-sheet">
          <dl class="shortcuts">
            {shortcuts.map((name) => (
              <div key={name}>
                <dt>
                  <kbd>{shortcutKeys[name]}</kbd>
                </dt>
                <dd>{shortcutWords().does[name]}</dd>
              </div>
            ))}
          </dl>
          <p class="muted">{shortcutWords().queue}</p>
          <Checkbox
            label={shortcutWords().on}
            checked={isOn}
            testId="shortcuts-on"
            onChange={(on) => {
              remember('shortcuts', on ? undefined : 'off');
              setOn(on);
            }}
          />
          <div class="dialog__buttons">
            <Button testId="shortcuts-close" onPress={() => setOpened(false)}>
              {commonWords().close}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const openAnnouncement = (): void => {
  announcing.value = true;
};

const shortcuts = Object.keys(shortcutKeys).filter((name): name is Shortcut => name in shortcutKeys);

/** Whether the key belongs to something else: a field, a dialog, the browser. */
function isTaken({ target, ctrlKey, altKey, metaKey, isComposing, repeat }: KeyboardEvent): boolean {
  if (ctrlKey || altKey || metaKey || isComposing || repeat) return true;
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest('input, textarea, select, [data-own-keys]') !== null;
}
