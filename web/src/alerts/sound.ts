import { type Signal, signal } from "@preact/signals";

const STORED = "chatwarden.sound";

/** Whether alerts are heard; off until the reader switches it on. */
export const sound: Signal<boolean> = signal(false);

/** Takes the choice made last in this browser. */
export function findSound(): void {
  sound.value = window.localStorage.getItem(STORED) === "on";
}

/** Switches the sound; it is heard once when it goes on, which also asks the browser for leave. */
export function chooseSound(on: boolean): void {
  sound.value = on;
  window.localStorage.setItem(STORED, on ? "on" : "off");
  if (on) {
    ring();
  }
}

/** Two short tones where the sound is on. Browsers keep a page silent that nothing was pressed in. */
export function ring(): void {
  if (!sound.value) {
    return;
  }
  const audio = new AudioContext();
  tone(audio, 880, 0);
  tone(audio, 660, 0.18).onended = () => void audio.close();
}

function tone(audio: AudioContext, hertz: number, start: number): OscillatorNode {
  const from = audio.currentTime + start;
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.15, from);
  volume.gain.exponentialRampToValueAtTime(0.001, from + 0.16);
  const source = audio.createOscillator();
  source.frequency.value = hertz;
  source.connect(volume).connect(audio.destination);
  source.start(from);
  source.stop(from + 0.16);
  return source;
}
