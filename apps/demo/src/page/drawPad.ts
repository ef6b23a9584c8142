import { make } from './element.ts';

const colours = [
  ['black', '#1b1f27'],
  ['red', '#dd2e44'],
  ['orange', '#f4900c'],
  ['yellow', '#ffcc4d'],
  ['green', '#5c913b'],
  ['blue', '#3b88c3'],
  ['brown', '#a0041e'],
] as const;

/**
 * Lets the user draw on a canvas with a finger, a pen or a mouse.
 *
 * @param onDrawn is called after each stroke
 */
export function drawPad(
  canvas: HTMLCanvasElement,
  palette: HTMLElement,
  clear: HTMLElement,
  onDrawn: () => void,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const blank = (): void => {
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  blank();
  context.lineWidth = canvas.width / 9;
  context.lineCap = 'round';
  context.lineJoin = 'round';

  for (const [name, colour] of colours) {
    const radio = make('input', { type: 'radio', name: 'colour', value: colour });
    radio.checked = colour === colours[1][1];
    const label = make('label', { className: 'colour', title: name }, radio);
    label.style.setProperty('--colour', colour);
    palette.append(label);
  }
  const chosen = (): string =>
    palette.querySelector<HTMLInputElement>('input:checked')?.value ?? colours[0][1];

  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  let drawing = false;
  canvas.addEventListener('pointerdown', (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    context.strokeStyle = chosen();
    context.beginPath();
    context.moveTo(...at(event));
    context.lineTo(...at(event));
    context.stroke();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing) return;
    context.lineTo(...at(event));
    context.stroke();
  });
  const end = (): void => {
    if (!drawing) return;
    drawing = false;
    onDrawn();
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  clear.addEventListener('click', blank);
}
