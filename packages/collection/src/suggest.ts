/** The candidate that was most likely meant, or undefined when none is close. */
export function closest(written: string, candidates: Iterable<string>): string | undefined {
  // A third of the letters may differ: enough for a slip, too little for another word.
  let best = Math.max(1, Math.floor(written.length / 3)) + 1;
  let found: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= best) continue;
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

/** A hint that offers the closest name, or else lists what there is. */
export function suggestion(written: string, candidates: Iterable<string>, listing: string): string | undefined {
  const names = [...candidates];
  const near = closest(written, names);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return names.length === 0 ? undefined : `${listing}: ${abridged(names)}.`;
}

const LISTED = 20;

function abridged(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let distance = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
