import type { RequestDefinition } from '@waybill/collection';
import type { Plan } from './plan.ts';

/** Says which request may start next, as others end. */
export class Schedule {
  readonly #plan: Plan;
  /** How many each still waits for. */
  readonly #waiting: number[];
  readonly #followers = new Map<string, number[]>();
  /** Positions in the plan of those that may start, the first one last. */
  readonly #ready: number[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
    const ids = new Set(plan.requests.map(({ id }) => id));
    this.#waiting = plan.requests.map(({ id }, position) => {
      // A need may be missing, when its file is wrong.
      const before = (plan.after.get(id) ?? []).filter((each) => ids.has(each));
      for (const each of before) this.#follow(each, position);
      return before.length;
    });
    for (let position = plan.requests.length - 1; position >= 0; position -= 1)
      if (this.#waiting[position] === 0) this.#ready.push(position);
  }

  /** The first, in the order of the plan, that waits for nothing; undefined when all others wait or have begun. */
  next(): RequestDefinition | undefined {
    const position = this.#ready.pop();
    return position === undefined ? undefined : this.#plan.requests[position];
  }

  end(id: string): void {
    let isNew = false;
    for (const position of this.#followers.get(id) ?? []) {
      this.#waiting[position] = (this.#waiting[position] ?? 0) - 1;
      if (this.#waiting[position] !== 0) continue;
      this.#ready.push(position);
      isNew = true;
    }
    if (isNew) this.#ready.sort((left, right) => right - left);
  }

  #follow(id: string, position: number): void {
    const followers = this.#followers.get(id);
    if (followers === undefined) this.#followers.set(id, [position]);
    else followers.push(position);
  }
}
