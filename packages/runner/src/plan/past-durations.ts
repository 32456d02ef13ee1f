import type { Report } from '../report/report-schema.ts';

/** Milliseconds that the requests of each file took, by file. What ran in several shards counts once. */
export function durationsByFile({ runs }: Report): ReadonlyMap<string, number> {
  const longest = new Map<string, { readonly file: string; readonly durationMs: number }>();
  for (const { trail, id, location, durationMs } of runs.flatMap(({ results }) => results)) {
    const key = [...trail, id].join('\n');
    if (durationMs >= (longest.get(key)?.durationMs ?? 0)) longest.set(key, { file: location.file, durationMs });
  }
  const durations = new Map<string, number>();
  for (const { file, durationMs } of longest.values()) durations.set(file, (durations.get(file) ?? 0) + durationMs);
  return durations;
}
