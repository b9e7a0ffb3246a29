import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RehearsalView } from '../../../../protocol/rest/meetings/rehearsals.ts';
import { isTested } from '../../../../domain/schedule/readiness.ts';
import { language, t, timeOfDay } from '../../../i18n/messages.ts';
import type { Rest } from '../../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../../controls.tsx';

/** One line: the operator's decision, else the findings. */
export function verdictOf(rehearsal: RehearsalView): string {
  const { signOff, reasons } = rehearsal;
  if (signOff) {
    const decided = signOff.fit ? t().rehearsal.signedFit : t().rehearsal.signedUnfit;
    return signOff.note === '' ? decided : `${decided}: ${signOff.note}`;
  }
  if (isTested({ rehearsal })) return t().rehearsal.passed;
  return reasons.map((reason) => t().readiness.reasons[reason]).join(', ');
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
        title={t().rehearsal.devices}
        figures={[
          [
            t().rehearsal.camera,
            camera && t().rehearsal.cameraIs(camera.height, Math.round(camera.contrast)),
          ],
          [t().rehearsal.microphone, microphone && `${Math.round(microphone.peakDbfs)} dBFS`],
          [t().rehearsal.speaker, speaker && t().rehearsal.overNoise(Math.round(speaker.overNoiseDb))],
        ]}
      />
      <Figures
        title={t().rehearsal.line}
        figures={[
          [t().rehearsal.down, mbps(line.downBps)],
          [t().rehearsal.up, mbps(line.upBps)],
          [t().rehearsal.roundTrip, ms(line.roundTripMs)],
          [t().rehearsal.mediaRoundTrip, media && ms(media.roundTripMs)],
          [t().rehearsal.loss, media && `${percent(media.upLoss)} / ${percent(media.downLoss)}`],
          [t().rehearsal.jitter, media && `${ms(media.upJitterMs)} / ${ms(downJitterMs) ?? '–'}`],
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
          <dd>{value ?? <span class="muted">{t().rehearsal.unknown}</span>}</dd>
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
  if (!hasPicture) return <p class="findings__none muted">{t().rehearsal.noPicture}</p>;
  if (address === undefined)
    return <p class="findings__none muted">{refusal ? t().errors[refusal] : t().loading}</p>;
  return (
    <img
      class="findings__picture"
      src={address}
      alt={t().rehearsal.picture(timeOfDay(atMs))}
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
    <Dialog title={title} onClose={onClose} testId="rehearsal-dialog">
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
          label={t().rehearsal.note}
          value={note}
          maxLength={500}
          testId="rehearsal-note"
          onInput={setNote}
        />
        {refusal && <Alert>{t().errors[refusal]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().close}</Button>
          <Button
            look="danger"
            testId="rehearsal-unfit"
            disabled={note.trim() === ''}
            onPress={() => void decide(false)}
          >
            {t().rehearsal.unfit}
          </Button>
          <Button type="submit" look="primary" testId="rehearsal-fit">
            {t().rehearsal.fit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
