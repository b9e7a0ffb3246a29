import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../../../../protocol/rest/problem.ts';
import { ownRoom } from '../../../state/room/known-room.ts';
import type { DeviceSession } from '../../../state/session.ts';
import { Button, LanguageSwitch } from '../../shared/controls.tsx';
import { inGroups } from '../../shared/code-groups.ts';
import { Emblem } from '../../shared/icons.tsx';
import { useScreenCode } from './screen-code.ts';
import { SoundPermission, useSoundBlocked } from './sound-permission.tsx';
import { useWait, WaitAlert } from '../../shared/waiting.tsx';
import { commonWords } from '../../../i18n/common.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { waitWords } from '../../../i18n/waits.ts';
import { roomWords } from './words.ts';
import { durationOf } from '../../../i18n/formats.ts';

/** A room's screen without a device: it takes a code, and shows one that staff can type at the desk. */
export function RoomPairing({ device }: { readonly device: DeviceSession }): JSX.Element {
  const [code, setCode] = useState(codeInAddress);
  const [refusal, setRefusal] = useState<Refusal>();
  const leftS = useWait(refusal);
  const [busy, setBusy] = useState(false);
  const before = ownRoom.value;
  const entry = useRef<HTMLInputElement>(null);
  // Before the page is drawn: a key pressed at once is typed into the field.
  useLayoutEffect(() => entry.current?.focus(), []);
  const soundBlocked = useSoundBlocked();
  // The code must be neither in the history nor in the address bar.
  useEffect(() => history.replaceState(null, '', location.pathname), []);
  const pair = async (): Promise<void> => {
    setBusy(true);
    setRefusal(await device.pair(code));
    setBusy(false);
  };
  return (
    <main class="pairing room">
      {/* One of the two: the screen has no height for both. */}
      {before ? (
        <div class="room-warning" role="alert" data-testid="unpaired">
          <p>{roomWords().unpaired(before.name)}</p>
          <small>{roomWords().unpairedHint}</small>
        </div>
      ) : (
        <div class="brand brand--large">
          <Emblem />
          <span>{commonWords().appName}</span>
        </div>
      )}
      <h1>{roomWords().pairTitle}</h1>
      <p>{roomWords().pairText}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void pair();
        }}
      >
        <input
          ref={entry}
          class="pairing__entry"
          aria-label={roomWords().pairingCode}
          value={code}
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={12}
          placeholder="ABCD-1234"
          data-testid="pairing-code"
          onInput={(event) => setCode(event.currentTarget.value.toUpperCase())}
        />
        {refusal && (
          <WaitAlert
            refusal={refusal}
            leftS={leftS}
            other={
              refusal.code === 'not-found' || refusal.code === 'invalid-request'
                ? roomWords().pairFailed
                : errorWords()[refusal.code]
            }
          />
        )}
        <Button
          type="submit"
          look="primary"
          large
          disabled={busy || leftS > 0 || code.trim() === ''}
          testId="pair"
        >
          {leftS > 0 ? waitWords().until(roomWords().pair, durationOf(leftS)) : roomWords().pair}
        </Button>
      </form>
      {soundBlocked && <SoundPermission />}
      <ScreenCode device={device} />
      <LanguageSwitch />
    </main>
  );
}

/** The code that this screen shows, for staff to type. */
function ScreenCode({ device }: { readonly device: DeviceSession }): JSX.Element {
  const words = roomWords();
  const shown = useScreenCode(device);
  return (
    <section class="screen-code">
      <h2>{words.screenTitle}</h2>
      {shown ? (
        <>
          <p>{words.screenText}</p>
          <p class="screen-code__code" data-testid="shown-screen-code">
            {inGroups(shown.code)}
          </p>
        </>
      ) : (
        <p role="status">{words.screenUnavailable}</p>
      )}
    </section>
  );
}

/** The code of a link that was scanned from a pairing sheet; empty without one. */
const codeInAddress = (): string => decodeURIComponent(location.hash.slice(1)).slice(0, 12).toUpperCase();
