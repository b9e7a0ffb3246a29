/** Some browsers read the file only after the click was handled; a large one takes them a while. */
const keptForMs = 60_000;

/** Saves a file that was fetched with the access token, which a plain link could not send. */
export function saveFile(content: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keptForMs);
}
