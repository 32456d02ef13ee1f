import { mkdirSync, writeFileSync } from 'node:fs';
import type { TestModule } from 'vitest/node';

/** Writes `N passed, N failed, N skipped` over all packages for `.ci/run` to close with. */
export default class TestSummary {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests)
        count[test.result().state === 'pending' ? 'skipped' : (test.result().state as keyof typeof count)] += 1;
      if (tests.every((test) => test.result().state !== 'failed') && !module.ok()) count.failed += 1;
    }
    mkdirSync('node_modules/.cache', { recursive: true });
    writeFileSync(
      'node_modules/.cache/test-summary.txt',
      `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    );
  }
}
