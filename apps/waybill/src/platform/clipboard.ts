/** The sequence that puts a text on the clipboard of the terminal, also of one far away over SSH (xterm's OSC 52). */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
}
