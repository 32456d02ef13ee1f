/** Five rows a letter, parted by slashes. A zero has a stroke, so that nobody reads it as the letter. */
const LETTERS: Readonly<Record<string, string>> = {
  A: ' ## /#  #/####/#  #/#  #',
  B: '### /#  #/### /#  #/### ',
  C: ' ###/#   /#   /#   / ###',
  D: '### /#  #/#  #/#  #/### ',
  E: '####/#   /### /#   /####',
  F: '####/#   /### /#   /#   ',
  G: ' ###/#   /# ##/#  #/ ###',
  H: '#  #/#  #/####/#  #/#  #',
  I: '###/ # / # / # /###',
  J: '  ##/   #/   #/#  #/ ## ',
  K: '#  #/# # /##  /# # /#  #',
  L: '#   /#   /#   /#   /####',
  M: '#   #/## ##/# # #/#   #/#   #',
  N: '#   #/##  #/# # #/#  ##/#   #',
  O: ' ## /#  #/#  #/#  #/ ## ',
  P: '### /#  #/### /#   /#   ',
  Q: ' ## /#  #/#  #/# ##/ ###',
  R: '### /#  #/### /# # /#  #',
  S: ' ###/#   / ## /   #/### ',
  T: '#####/  #  /  #  /  #  /  #  ',
  U: '#  #/#  #/#  #/#  #/ ## ',
  V: '#   #/#   #/#   #/ # # /  #  ',
  W: '#   #/#   #/# # #/## ##/#   #',
  X: '#   #/ # # /  #  / # # /#   #',
  Y: '#   #/ # # /  #  /  #  /  #  ',
  Z: '####/  # / #  /#   /####',
  0: ' ### /#  ##/# # #/##  #/ ### ',
  1: ' # /## / # / # /###',
  2: '### /   #/ ## /#   /####',
  3: '### /   #/ ## /   #/### ',
  4: '#  #/#  #/####/   #/   #',
  5: '####/#   /### /   #/### ',
  6: ' ## /#   /### /#  #/ ## ',
  7: '####/   #/  # / #  / #  ',
  8: ' ## /#  #/ ## /#  #/ ## ',
  9: ' ## /#  #/ ###/   #/ ## ',
  '-': '   /   /###/   /   ',
};

const ROWS = 5;

/** A text in letters five rows high; `undefined` when it has a letter that is not drawn here, or is too wide. */
export function bigLetters(text: string, columns: number): readonly string[] | undefined {
  const letters = [...text.toUpperCase()].map((letter) => LETTERS[letter]?.replaceAll('#', '█').split('/'));
  const drawn = letters.filter((letter) => letter !== undefined);
  if (drawn.length === 0 || drawn.length < letters.length) return undefined;
  const rows = Array.from({ length: ROWS }, (_, row) => drawn.map((letter) => letter[row]).join(' '));
  return rows.every((row) => row.length <= columns) ? rows : undefined;
}
