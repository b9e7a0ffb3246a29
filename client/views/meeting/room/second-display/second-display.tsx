import { render } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { followLanguage } from '../../../../i18n/language.ts';
import type { ServerClock } from '../../../../state/conference/server-clock.ts';
import type { ServerReach } from '../../../../state/room/reach.ts';
import { SecondDisplay } from '../../../../state/room/second-display.ts';
import { Button } from '../../../shared/controls.tsx';
import { ScreenIcon } from '../../../shared/icons.tsx';
import { Clock } from '../../clock.tsx';
import { CutOff } from '../cut-off.tsx';
import { useKeysOf } from '../remote-control.ts';
import { secondDisplayWords } from './words.ts';

/**
 * The room's second display while the page is that of a room. Its style and language are the page's, and its keys
 * work the page.
 */
export function useSecondDisplay(isRoom: boolean): SecondDisplay {
  const [display] = useState(() => new SecondDisplay());
  const on = windowOf(display);
  useEffect(() => {
    if (!isRoom) return undefined;
    const over = new AbortController();
    display.start(over.signal);
    return () => over.abort();
  }, [display, isRoom]);
  useKeysOf(on);
  useLayoutEffect(() => on && furnished(on.document), [on]);
  return display;
}

interface DisplayProps {
  readonly display: SecondDisplay;
}

function windowOf({ state }: SecondDisplay): Window | undefined {
  return state.value.kind === 'shown' ? state.value.on : undefined;
}

/** Whether the room has another display for slides now. */
export const isOnSecondDisplay = (display: SecondDisplay): boolean => windowOf(display) !== undefined;

/** @returns what ends it */
function furnished(within: Document): () => void {
  within.title = document.title;
  const sheets = document.querySelectorAll('link[rel="stylesheet"], style');
  within.head.replaceChildren(...[...sheets].map((sheet) => within.importNode(sheet, true)));
  return followLanguage(within.documentElement);
}

/** Draws its children on the second display while there is one. */
export function OnSecondDisplay({
  display,
  children,
}: DisplayProps & { readonly children: ComponentChildren }): null {
  const on = windowOf(display);
  const root = useRef<HTMLElement>(undefined);
  useLayoutEffect(() => {
    if (!on) return undefined;
    const added = on.document.createElement('div');
    on.document.body.append(added);
    root.current = added;
    return () => {
      render(null, added);
      added.remove();
      root.current = undefined;
    };
  }, [on]);
  useLayoutEffect(() => {
    if (root.current) render(<>{children}</>, root.current);
  });
  return null;
}

/** Chooses whether slides are on the second display; nothing on a machine with one display. */
export function SecondDisplayToggle({ display }: DisplayProps): JSX.Element | null {
  const { kind } = display.state.value;
  if (kind === 'none') return null;
  const isUsed = kind !== 'unused';
  return (
    <Button
      large
      pressed={isUsed}
      look={isUsed ? 'primary' : 'plain'}
      hint={secondDisplayWords().hint}
      testId="second-display"
      onPress={() => void display.toggle()}
    >
      <ScreenIcon />
      <span>{secondDisplayWords().button}</span>
    </Button>
  );
}

/** Why slides are not on the second display that the room uses. */
export function SecondDisplayNotice({ display }: DisplayProps): JSX.Element | null {
  const state = display.state.value;
  if (state.kind !== 'missing') return null;
  const { lacks, slidesOnThis } = secondDisplayWords();
  const { what, toDo } = lacks[state.why];
  return (
    <p class="room-notice" role="alert" data-testid="second-display-missing" data-why={state.why}>
      <strong>{what}</strong>
      <span>
        {toDo} {slidesOnThis}
      </span>
    </p>
  );
}

/** The second display while no slides are shown, in a meeting or not. */
export function WithoutSlides({
  clock,
  reach,
}: {
  readonly clock: ServerClock;
  readonly reach: ServerReach;
}): JSX.Element {
  const state = reach.state.value;
  return (
    <div class="room second-display" data-testid="second-display-idle">
      {state.kind === 'cut-off' && <CutOff since={state.sinceMs} clock={clock} fault={state.fault} />}
      <p>{secondDisplayWords().slidesAppear}</p>
      <Clock clock={clock} />
    </div>
  );
}
