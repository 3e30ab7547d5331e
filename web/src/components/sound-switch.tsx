import { chooseSound, sound } from "../alerts/sound.ts";
import { say } from "../text/say.ts";

/** Whether alerts are heard. */
export function SoundSwitch() {
  const on = sound.value;
  return (
    <button type="button" class="of-page" onClick={() => chooseSound(!on)}>
      {say(on ? "sound.on" : "sound.off")}
    </button>
  );
}
