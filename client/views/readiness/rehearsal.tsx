import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RehearsalView } from '../../../protocol/rest/meetings/rehearsals.ts';
import { isTested } from '../../../domain/schedule/readiness.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { language } from '../../i18n/language.ts';
import { rehearsalWords } from './rehearsal-words.ts';
import { rehearsalReasonTexts } from '../../i18n/rehearsal-reasons.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';

/** One line: the operator's decision, else the findings. */
export function verdictOf(rehearsal: RehearsalView): string {
  const { signOff, reasons } = rehearsal;
  if (signOff) {
    const decided = signOff.fit ? rehearsalWords().signedFit : rehearsalWords().signedUnfit;
    return signOff.note === '' ? decided : `${decided}: ${signOff.note}`;
  }
  if (isTested({ rehearsal })) return rehearsalWords().passed;
  return reasons.map((reason) => rehearsalReasonTexts()[reason]).join(', ');
}

interface FindingsProps {
  readonly rest: Rest;
  readonly rehearsal: RehearsalView;
}

/** The findings of a check: its figures, by source, and the camera's picture. */
export function Findings({ rest, rehearsal }: FindingsProps): JSX.Element {
  const { camera, microphone, speaker, downJitterMs, ...line } = rehearsal.figures;
  const { media } = line;
  return (
    <div class="findings">
      <Picture rest={rest} rehearsal={rehearsal} />
      <Figures
        title={rehearsalWords().devices}
        figures={[
          [
            rehearsalWords().camera,
            camera && rehearsalWords().cameraIs(camera.height, Math.round(camera.contrast)),
          ],
          [rehearsalWords().microphone, microphone && `${Math.round(microphone.peakDbfs)} dBFS`],
          [rehearsalWords().speaker, speaker && rehearsalWords().overNoise(Math.round(speaker.overNoiseDb))],
        ]}
      />
      <Figures
        title={rehearsalWords().line}
        figures={[
          [rehearsalWords().down, mbps(line.downBps)],
          [rehearsalWords().up, mbps(line.upBps)],
          [rehearsalWords().roundTrip, ms(line.roundTripMs)],
          [rehearsalWords().mediaRoundTrip, media && ms(media.roundTripMs)],
          [rehearsalWords().loss, media && `${percent(media.upLoss)} / ${percent(media.downLoss)}`],
          [rehearsalWords().jitter, media && `${ms(media.upJitterMs)} / ${ms(downJitterMs) ?? '–'}`],
        ]}
      />
    </div>
  );
}

const number = (value: number): string => value.toLocaleString(language.value, { maximumFractionDigits: 1 });
const mbps = (bps: number | null): string | null => (bps === null ? null : `${number(bps / 1e6)} Mbit/s`);
const ms = (value: number | null): string | null => (value === null ? null : `${number(value)} ms`);
const percent = (share: number): string => `${number(100 * share)} %`;

interface FiguresProps {
  readonly title: string;
  /** Null where the figure is missing. */
  readonly figures: readonly (readonly [name: string, value: string | null])[];
}

const Figures = ({ title, figures }: FiguresProps): JSX.Element => (
  <section>
    <h3>{title}</h3>
    <dl class="findings__figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span class="muted">{rehearsalWords().unknown}</span>}</dd>
        </div>
      ))}
    </dl>
  </section>
);

/** Fetched with the access token, which an image's address could not send. */
function Picture({ rest, rehearsal: { id, atMs, hasPicture } }: FindingsProps): JSX.Element | null {
  const [address, setAddress] = useState<string>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    if (!hasPicture) return undefined;
    let shown: string | undefined;
    let over = false;
    void rest.download('rehearsal.picture', { params: { rehearsalId: id } }).then((got) => {
      if (over) return;
      if (!got.ok) {
        setRefusal(got.error.code);
        return;
      }
      shown = URL.createObjectURL(got.value);
      setAddress(shown);
    });
    return () => {
      over = true;
      if (shown !== undefined) URL.revokeObjectURL(shown);
    };
  }, [rest, id, hasPicture]);
  if (!hasPicture) return <p class="findings__none muted">{rehearsalWords().noPicture}</p>;
  if (address === undefined)
    return <p class="findings__none muted">{refusal ? errorWords()[refusal] : commonWords().loading}</p>;
  return (
    <img
      class="findings__picture"
      src={address}
      alt={rehearsalWords().picture(timeOfDay(atMs))}
      width={480}
      height={270}
      data-testid="rehearsal-picture"
    />
  );
}

interface RehearsalDialogProps extends FindingsProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSigned: () => void;
}

/** A check, in which an operator sees the findings and decides. */
export function RehearsalDialog({
  rest,
  title,
  rehearsal,
  onClose,
  onSigned,
}: RehearsalDialogProps): JSX.Element {
  const [note, setNote] = useState(rehearsal.signOff?.note ?? '');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const decide = async (fit: boolean): Promise<void> => {
    const params = { rehearsalId: rehearsal.id };
    const result = await rest.call('rehearsal.signOff', { params, body: { fit, note } });
    if (result.ok) onSigned();
    else setRefusal(result.error.code);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p class={isTested({ rehearsal }) ? 'findings__good' : 'findings__bad'}>
        {verdictOf(rehearsal)}, {timeOfDay(rehearsal.atMs)}
      </p>
      <Findings rest={rest} rehearsal={rehearsal} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void decide(true);
        }}
      >
        <Field
          label={rehearsalWords().note}
          value={note}
          maxLength={500}
          testId="rehearsal-note"
          onInput={setNote}
        />
        {refusal && <Alert>{errorWords()[refusal]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().close}</Button>
          <Button
            look="danger"
            testId="rehearsal-unfit"
            disabled={note.trim() === ''}
            onPress={() => void decide(false)}
          >
            {rehearsalWords().unfit}
          </Button>
          <Button type="submit" look="primary">
            {rehearsalWords().fit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
