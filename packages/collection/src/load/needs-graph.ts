import type { RequestDefinition } from '../model.ts';
import { suggestion } from '../suggest.ts';
import type { CollectionFile } from './file.ts';
import type { RequestDraft } from './request.ts';

/** Turns the names in `needs` into ids, and reports unknown names and cycles to the files they stand in. */
export function resolveNeeds(files: readonly CollectionFile[]): RequestDefinition[] {
  const ids = new Set(files.flatMap(({ prefix, keys }) => keys.map((key) => prefix + key)));
  const edges = new Map<string, readonly Edge[]>();
  for (const { prefix, drafts } of files) {
    for (const draft of drafts) edges.set(draft.id, readEdges(draft, prefix, ids));
  }
  reportCycles(edges);
  return files.flatMap(({ drafts, problems }) => {
    if (problems.length > 0) return [];
    return drafts.map((draft) => ({ ...draft, needs: (edges.get(draft.id) ?? []).map(({ id }) => id) }));
  });
}

interface Edge {
  readonly id: string;
  readonly need: RequestDraft['needs'][number];
}

function readEdges(draft: RequestDraft, prefix: string, ids: ReadonlySet<string>): Edge[] {
  const edges = new Map<string, Edge>();
  for (const need of draft.needs) {
    const id = [prefix + need.name, need.name].find((candidate) => ids.has(candidate));
    if (id !== undefined) edges.set(id, { id, need });
    else reportUnknown(need, prefix, ids);
  }
  return [...edges.values()];
}

function reportUnknown({ name, place }: Edge['need'], prefix: string, ids: ReadonlySet<string>): void {
  const names = [...ids].map((id) => (id.startsWith(prefix) ? id.slice(prefix.length) : id));
  const elsewhere = name.includes('/') && prefix === '' ? 'To use requests of other files, give their folder. ' : '';
  const hint = elsewhere + (suggestion(name, names, 'Requests are') ?? '');
  place.report(`There is no request \`${name}\`.`, hint, 'ERR_REQUEST_UNKNOWN');
}

/** Depth first without recursion: a chain of needs may be longer than the stack. */
function reportCycles(edges: ReadonlyMap<string, readonly Edge[]>): void {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const trail = [{ id: start, next: 0 }];
    const open = new Set([start]);
    for (let step = trail.at(-1); step !== undefined; step = trail.at(-1)) {
      const edge = edges.get(step.id)?.[step.next++];
      if (edge === undefined) {
        trail.pop();
        open.delete(step.id);
        done.add(step.id);
      } else if (open.has(edge.id)) {
        const circle = trail.slice(trail.findIndex(({ id }) => id === edge.id)).map(({ id }) => id);
        reportCycle(circle, edges);
      } else if (!done.has(edge.id)) {
        trail.push({ id: edge.id, next: 0 });
        open.add(edge.id);
      }
    }
  }
}

function reportCycle(circle: readonly string[], edges: ReadonlyMap<string, readonly Edge[]>): void {
  const written = [...circle, circle[0]].join(' → ');
  const message =
    circle.length === 1 ? `The request \`${circle[0]}\` needs itself.` : `Requests need each other: ${written}.`;
  // Every file on the way is told, as none of them can run.
  const told = new Set<string>();
  circle.forEach((id, index) => {
    const need = edges.get(id)?.find((edge) => edge.id === circle[(index + 1) % circle.length])?.need;
    const file = need?.place.source.file ?? '';
    if (need === undefined || told.has(file)) return;
    told.add(file);
    need.place.report(message, 'Remove one of the needs.', 'ERR_NEEDS_CYCLE');
  });
}
