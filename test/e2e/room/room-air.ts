/**
 * Runs in a page before its own scripts: the sound that the page plays reaches its microphone through the air
 * of a room, weaker and with some noise. Chromium's own fake microphone only beeps and hears nothing.
 */
export function putAirIntoRoom(): void {
  const air = new AudioContext();
  const microphone = air.createMediaStreamDestination();
  const noise = air.createBufferSource();
  noise.buffer = air.createBuffer(1, air.sampleRate, air.sampleRate);
  const samples = noise.buffer.getChannelData(0);
  for (let at = 0; at < samples.length; at += 1) samples[at] = (Math.random() - 0.5) * 0.01;
  noise.loop = true;
  noise.connect(microphone);
  noise.start();
  const distance = air.createGain();
  distance.gain.value = 0.05;
  distance.connect(microphone);

  // oxlint-disable-next-line typescript/unbound-method -- called below, with its element
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function playing(this: HTMLMediaElement) {
    const { srcObject } = this;
    if (srcObject instanceof MediaStream && srcObject.getAudioTracks().length > 0) {
      air.createMediaStreamSource(srcObject).connect(distance);
    }
    return play.call(this);
  };
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wish) =>
    wish?.audio
      ? new MediaStream(microphone.stream.getAudioTracks().map((track) => track.clone()))
      : getUserMedia(wish);
}
