/** The name that shares most pairs of letters with what was written; `undefined` when none shares half of them. */
export function mostAlike(written: string, names: readonly string[]): string | undefined {
  const wanted = pairsOf(written);
  const scored = names.map((name) => {
    const pairs = pairsOf(name);
    const shared = [...wanted].filter((pair) => pairs.has(pair)).length;
    return { name, score: (2 * shared) / Math.max(1, wanted.size + pairs.size) };
  });
  const [best] = scored.sort((left, right) => right.score - left.score);
  return best !== undefined && best.score >= 0.5 ? best.name : undefined;
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase();
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) => letters.slice(index, index + 2)),
  );
}
