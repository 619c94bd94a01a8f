/*
 * Whether a new booking sounds: chosen in one browser, for that browser. Apart from the sound itself, which only those who
 * chose it load.
 */

const KEY = 'latchkey.sound';

/** Where the browser keeps nothing for this site, the choice lasts as long as the page. */
let chosen: boolean | null = null;

export function isSoundOn(): boolean {
  try {
    return (localStorage.getItem(KEY) ?? (chosen ? 'on' : 'off')) === 'on';
  } catch {
    return chosen ?? false;
  }
}

/** @returns false where the choice ends with this page */
export function chooseSound(isOn: boolean): boolean {
  chosen = isOn;
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off');
    return true;
  } catch {
    return false;
  }
}
