import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReportSplitter } from './report-splitter.ts';

const ESC = '\u001b';

function splitter({ mouse = true, background = true } = {}): ReportSplitter {
  const made = new ReportSplitter();
  made.expectsMouse = mouse;
  made.expectsBackground = background;
  return made;
}

test('clicks and the wheel are told, releases and other buttons are not', () => {
  const sent = `a${ESC}[<0;3;4Mb${ESC}[<0;3;4m${ESC}[<2;1;1M${ESC}[<64;1;1M${ESC}[<69;1;1Mc`;
  const { keys, mouse } = splitter().push(sent);
  expect(keys).toBe('abc');
  expect(mouse).toEqual([
    { kind: 'click', column: 2, row: 3, step: 0 },
    { kind: 'scroll', column: 0, row: 0, step: -1 },
    { kind: 'scroll', column: 0, row: 0, step: 1 },
  ]);
});

test('an answer about the background is taken once, with either ending', () => {
  const made = splitter();
  expect(made.push(`${ESC}]11;rgb:ffff/ffff/ffff${ESC}\\j`)).toEqual({
    keys: 'j',
    mouse: [],
    backgrounds: ['rgb:ffff/ffff/ffff'],
  });
  expect(splitter().push(`${ESC}]11;rgb:00/00/00\u0007`).backgrounds).toEqual(['rgb:00/00/00']);
  expect(made.push(`${ESC}]`).keys).toBe(`${ESC}]`);
});

test('nothing clicks while the mouse is off, and nothing of it is typed', () => {
  expect(splitter({ mouse: false }).push(`${ESC}[<0;3;4M`)).toEqual({ keys: '', mouse: [], backgrounds: [] });
});

test('what is pasted is left alone', () => {
  const pasted = `${ESC}[200~x${ESC}[<0;3;4My${ESC}]11;rgb:0/0/0\u0007${ESC}[201~`;
  expect(splitter().push(pasted)).toEqual({ keys: pasted, mouse: [], backgrounds: [] });
});

test('an Escape is one when nothing follows', () => {
  const made = splitter();
  expect(made.push(ESC).keys).toBe('');
  expect(made.isInDoubt).toBe(true);
  expect(made.settle()).toBe(ESC);
  expect(splitter({ mouse: false, background: false }).push(ESC).keys).toBe(ESC);
});

test('however a report is torn or broken, nothing of it is typed', () => {
  const report = fc.oneof(
    fc.tuple(fc.nat(99), fc.nat(9999), fc.nat(9999)).map(([b, x, y]) => `${ESC}[<${b};${x};${y}M`),
    fc.constant(`${ESC}]11;rgb:1111/2222/3333${ESC}\\`),
    fc.stringMatching(/^[0-9;:?]{0,40}[A-Za-z~]$/).map((tail) => `${ESC}[<${tail}`),
  );
  fc.assert(
    fc.property(fc.array(report, { maxLength: 4 }), fc.array(fc.nat(60)), (reports, cuts) => {
      // Only one question was asked.
      const sent = reports.filter((each, index) => !each.includes(']11') || reports.indexOf(each) === index).join('');
      const made = splitter();
      let typed = '';
      let from = 0;
      for (const cut of [...cuts.map((each) => Math.min(each, sent.length)).sort((a, b) => a - b), sent.length]) {
        typed += made.push(sent.slice(from, cut)).keys;
        from = cut;
      }
      expect(typed).toBe('');
    }),
  );
});
