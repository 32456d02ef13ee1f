import type { Operation } from './operation.ts';

/** What people call things that the API calls otherwise. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ['workspace', 'group'],
  ['model', 'dataset'],
]);

/** The operations that all words of a text speak of, best first. Letters may be missing in between. */
export function rankOperations(operations: readonly Operation[], text: string): readonly Operation[] {
  const words = text
    .toLowerCase()
    .split(/[\s/_.]+/)
    .filter((word) => word !== '');
  return operations
    .map((operation) => ({ operation, score: score(operation, text.trim().toLowerCase(), words) }))
    .filter((candidate) => candidate.score > 0)
    .toSorted((a, b) => b.score - a.score || a.operation.path.length - b.operation.path.length)
    .map(({ operation }) => operation);
}

/** 0 if a word fits nowhere. */
function score({ id, method, path, tag }: Operation, text: string, words: readonly string[]): number {
  if (text === id.toLowerCase() || text === path.toLowerCase()) return Number.POSITIVE_INFINITY;
  const target = `${method} ${path} ${id} ${tag}`;
  // `deployAll` is a word, and so are `deploy` and `all`.
  const starts = [/[^A-Za-z]+/, /[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/]
    .flatMap((gaps) => target.split(gaps))
    .map((word) => word.toLowerCase());
  const scores = words.map((word) =>
    Math.max(...spellings(word).map((each) => wordScore(each, target.toLowerCase(), starts))),
  );
  return scores.includes(0) ? 0 : scores.reduce((sum, each) => sum + each, 0);
}

function spellings(word: string): readonly string[] {
  const synonym = SYNONYMS.get(word.replace(/s$/, ''));
  return synonym === undefined ? [word] : [word, synonym];
}

function wordScore(word: string, target: string, starts: readonly string[]): number {
  if (starts.includes(word)) return 8;
  if (starts.some((start) => start.startsWith(word))) return 6;
  if (target.includes(word)) return 4;
  return word.length > 2 && starts.some((start) => isSubsequence(word, start)) ? 1 : 0;
}

/** `rfrsh` is in `refresh`. */
function isSubsequence(letters: string, word: string): boolean {
  let found = 0;
  for (const letter of word) if (letter === letters[found]) found += 1;
  return found === letters.length;
}
