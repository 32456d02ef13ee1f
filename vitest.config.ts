import { defineConfig } from 'vitest/config';

// Tests run against the sources of all packages, so that a stale build can't pass them.
const conditions = ['source', 'import', 'module', 'node', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/{src,test}/**/*.test.ts'],
    reporters: ['default', './.ci/test-summary.ts'],
  },
});
