/** Makes a small PDF (ISO 32000-1) with a line of text on each page. */
export function makePdf(title: string, pages: readonly string[]): Uint8Array<ArrayBuffer> {
  // 1 catalog, 2 page tree, 3 font, then two objects a page.
  const kids = pages.map((_page, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((page, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
      contentOf(`${title} - ${page}`),
    ]),
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}

/** Bars beside the title, as many as a real page would weigh: an export of some kilobytes only is a blank one. */
const BARS = 500;

function contentOf(title: string): string {
  const bars = Array.from({ length: BARS }, (_, index) => `${48 + 1.7 * index} 60 1 ${40 + ((index * 37) % 300)} re f`);
  const text = `BT /F1 24 Tf 48 480 Td (${title.replace(/[^\x20-\x7e]|[()\\]/g, '?')}) Tj ET`;
  const stream = [text, ...bars].join('\n');
  return `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`;
}
