import type { HttpRequest } from '@waybill/rest';

/** As many requests as may be started within any span of `perMs`. */
export interface RateRule {
  /** For people: `200 requests per 1h to api.powerbi.com`. */
  readonly text: string;
  readonly requests: number;
  readonly perMs: number;
  appliesTo(request: HttpRequest): boolean;
}

/** A request whose turn has not come. */
export interface RateWait {
  readonly reason: string;
  /** Until there is room, unless another request takes it. */
  readonly waitMs: number;
}

/** Starts no more requests than its rules allow, whoever sends them. */
export class RateLimiter {
  readonly #windows: readonly Window[];

  constructor(rules: readonly RateRule[]) {
    this.#windows = rules.map((rule) => new Window(rule));
  }

  /** Starts a request, if all rules allow it now; says how long to wait if not. */
  start(request: HttpRequest, now: number): RateWait | undefined {
    const windows = this.#windows.filter(({ rule }) => rule.appliesTo(request));
    let longest: RateWait | undefined;
    for (const window of windows) {
      const waitMs = Math.ceil(window.freeAt() - now);
      if (waitMs > (longest?.waitMs ?? 0)) longest = { reason: window.rule.text, waitMs };
    }
    if (longest === undefined) for (const window of windows) window.add(now);
    return longest;
  }
}

/** The latest starts under one rule, as many as it allows. */
class Window {
  readonly rule: RateRule;
  readonly #starts: number[] = [];
  /** The oldest of them, once there are that many. */
  #oldest = 0;

  constructor(rule: RateRule) {
    this.rule = rule;
  }

  freeAt(): number {
    const oldest = this.#starts[this.#oldest];
    const isFull = this.#starts.length >= this.rule.requests && oldest !== undefined;
    return isFull ? oldest + this.rule.perMs : Number.NEGATIVE_INFINITY;
  }

  add(now: number): void {
    if (this.#starts.length < this.rule.requests) {
      this.#starts.push(now);
      return;
    }
    this.#starts[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.rule.requests;
  }
}
