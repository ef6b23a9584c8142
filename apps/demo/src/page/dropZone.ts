/** Takes a file that is dropped on the page, chosen or pasted. */
export function dropZone(
  zone: HTMLElement,
  input: HTMLInputElement,
  onFile: (file: File) => void,
): void {
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  input.addEventListener('change', () => {
    take(input.files);
    input.value = ''; // the same file may be chosen again
  });
  // Anywhere: a file that misses the zone would replace the page.
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('over');
  });
  document.addEventListener('dragleave', () => zone.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    take(event.dataTransfer?.files);
  });
  document.addEventListener('paste', (event) => take(event.clipboardData?.files));
}
