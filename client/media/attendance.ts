import { computed, effect, signal, untracked } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { isSpokenWith } from '../../domain/conference/private-word.ts';
import { maySpeak } from '../../domain/conference/state.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { Connection } from '../signaling/connection.ts';
import type { PassOutcome } from '../signaling/connection.ts';
import type { Rest } from '../signaling/rest.ts';
import { ConferenceStore } from '../state/conference/conference.ts';
import { remember, remembered } from '../state/remembered.ts';
import type { PreparedStage } from '../state/conference/prepared-stage.ts';
import { Viewing } from '../state/conference/viewing.ts';
import { wallSizeNamed } from '../state/conference/wall.ts';
import { errors } from '../../protocol/errors.ts';
import type { DeviceReport } from '../../protocol/devices.ts';
import { captureScreen } from './capture.ts';
import type { Capture, ScreenContent } from './capture.ts';
import { ownDeviceReport } from './device-report.ts';
import { Newest } from './newest.ts';
import { ClientMedia } from './session.ts';

/**
 * One page's part in one conference, from the first attempt to the end: connection, state, media, devices.
 */
export class Attendance {
  readonly conference: ConferenceStore;
  readonly media: ClientMedia;
  readonly viewing: Viewing;
  readonly capture: Capture;
  /** The next stage, while this page prepares it. */
  readonly preparedStage = signal<PreparedStage | undefined>(undefined);
  /** Whether the browser plays no sound before somebody presses something; the view that plays it finds out. */
  readonly soundBlocked = signal(false);
  readonly #connection: Connection;
  readonly #screen = signal<MediaStreamTrack | undefined>(undefined);
  readonly #holdsSlides: ReadonlySignal<boolean>;
  /** The screen ended while the server was unreachable: the seat is handed back after the reconnect. */
  #owesSeat = false;
  /** An observer receives only. */
  readonly #speaks: ReadonlySignal<boolean>;
  /** In a private word, for as long as the server can be reached: a page that is cut off sends nobody anything. */
  readonly #speaksPrivately: ReadonlySignal<boolean>;
  readonly #effects: readonly (() => void)[];

  /** @param about what the page knows of the conference, see `ConferenceStore` */
  constructor(
    meetingId: string,
    rest: Rest,
    capture: Capture,
    about: ConstructorParameters<typeof ConferenceStore>[2],
  ) {
    const channel = {
      request: (...[type, payload]) => this.#connection.request(type, payload),
      restart: () => this.#connection.restart(),
      close: () => this.#connection.close(),
    } satisfies ConstructorParameters<typeof ConferenceStore>[0];
    this.capture = capture;
    this.media = new ClientMedia(channel.request);
    this.conference = new ConferenceStore(channel, this.media, about);
    this.#connection = new Connection(() => this.#fetchPass(meetingId, rest), this.conference);
    // Sixteen tiles would be too small on the screen of a telephone.
    const offered = matchMedia('(width < 40rem)').matches ? 4 : 16;
    this.viewing = new Viewing(this.conference, wallSizeNamed(remembered('wall-size')) ?? offered);
    this.#holdsSlides = computed(() => {
      const own = this.conference.own.value;
      return own !== undefined && this.conference.conference.value.stage.slides === own.id;
    });
    this.#speaks = computed(() => {
      // The role may have changed since this participant joined.
      const self = this.conference.own.value ?? this.conference.identity.value;
      return self !== undefined && maySpeak(self.role);
    });
    this.#speaksPrivately = computed(() => {
      const { identity, standing, conference } = this.conference;
      const self = identity.value;
      return (
        self !== undefined && standing.value.kind === 'joined' && isSpokenWith(conference.value, self.id)
      );
    });
    const devices = new Newest<DeviceReport | undefined>(undefined, async (report) => {
      if (report === undefined) return true;
      const answer = await channel.request('media.reportDevices', report);
      return answer.ok || !errors[answer.error.code].retryable;
    });
    this.#effects = [
      effect(() => devices.set(ownDeviceReport(capture, this.soundBlocked.value))),
      effect(() => {
        // The server forgets what a lost connection has said.
        if (this.conference.standing.value.kind === 'joined') devices.begin(undefined);
        else devices.stop();
      }),
      () => devices.stop(),
      effect(() => {
        // The server never forwards a closed microphone; this also mutes the track in the browser.
        const track = capture.microphone.value;
        if (track) track.enabled = this.conference.own.value?.microphone === 'open';
      }),
      effect(
        () =>
          void this.media.setTrack('microphone', this.#speaks.value ? capture.microphone.value : undefined),
      ),
      effect(() => this.#sendPrivateWord()),
      effect(() => {
        // A participant that has turned off pictures sends none either, so that the
        // others see that there is none.
        const sends = this.#speaks.value && !this.viewing.audioOnly.value;
        void this.media.setTrack('camera', sends ? capture.camera.value : undefined);
      }),
      effect(() => void this.media.setTrack('screen', this.#screen.value)),
      effect(() => remember('wall-size', this.viewing.sizeName)),
      effect(() => this.media.setView(this.viewing.view.value, this.viewing.audioOnly.value)),
      effect(() => {
        if (this.conference.standing.value.kind === 'over') this.#stopScreen();
      }),
      this.#stopScreenWithoutSeat(),
      effect(() => {
        const isIn = this.conference.standing.value.kind === 'joined';
        if (isIn && this.#owesSeat) untracked(() => void this.#yieldSeat());
      }),
    ];
    void this.#connection.run();
  }

  /** The screen that this page shares. */
  get screen(): ReadonlySignal<MediaStreamTrack | undefined> {
    return this.#screen;
  }

  /** Shares a screen from the slides seat. Takes the seat first where this participant does not hold it. */
  async shareScreen(content: ScreenContent): Promise<void> {
    const track = await captureScreen(content);
    if (!track) return;
    const seated =
      this.#holdsSlides.value || (await this.conference.command('stage.take', { seat: 'slides' }));
    if (!seated) {
      track.stop();
      return;
    }
    this.#screen.value = track;
    track.addEventListener('ended', () => void this.unshareScreen());
  }

  async unshareScreen(): Promise<void> {
    this.#stopScreen();
    await this.#yieldSeat();
  }

  /**
   * Sends the microphone a second time, as a track of its own: it must carry sound while the session's is muted.
   *
   * @returns what ends this track
   */
  #sendPrivateWord(): () => void {
    const track = this.#speaksPrivately.value ? this.capture.microphone.value?.clone() : undefined;
    if (track) track.enabled = true;
    void this.media.setTrack('private-word', track);
    return () => track?.stop();
  }

  /** Leaves the conference for good and releases everything but the devices. */
  async leave(): Promise<void> {
    await this.conference.leave();
    this.dispose();
  }

  /**
   * Releases everything without telling the server, as a closed page does: the server
   * keeps the seat for a while.
   */
  dispose(): void {
    this.#stopScreen();
    for (const stop of this.#effects) stop();
    const microphone = this.capture.microphone.peek();
    if (microphone) microphone.enabled = true;
    this.#connection.close();
    this.media.close();
  }

  async #fetchPass(meetingId: string, rest: Rest): Promise<PassOutcome> {
    const params = { meetingId };
    const pass = await rest.call('meeting.join', { params });
    if (pass.ok) return { ok: true, pass: pass.value };
    if (pass.error.code === 'not-live') {
      // Not yet live, or ended? A page that was disconnected at the end has not received the event.
      const meeting = await rest.call('meeting.get', { params });
      if (meeting.ok && isOver(meeting.value.state)) this.conference.ended();
    }
    return pass;
  }

  /**
   * Stops sharing when the seat is lost. The event that gives the seat may arrive after the sharing began.
   */
  #stopScreenWithoutSeat(): () => void {
    let held = false;
    return effect(() => {
      const holds = this.#holdsSlides.value;
      if (this.#screen.value && held && !holds) this.#stopScreen();
      held = this.#screen.value !== undefined && holds;
    });
  }

  async #yieldSeat(): Promise<void> {
    this.#owesSeat = false;
    // A new share may have begun from the seat meanwhile.
    if (!this.#holdsSlides.value || this.#screen.value !== undefined) return;
    this.#owesSeat = !(await this.conference.command('stage.yield', { seat: 'slides' }));
  }

  #stopScreen(): void {
    const track = this.#screen.peek();
    this.#screen.value = undefined;
    track?.stop();
  }
}

const isOver = (state: MeetingState): boolean =>
  state === 'ended' || state === 'closed' || state === 'cancelled';
