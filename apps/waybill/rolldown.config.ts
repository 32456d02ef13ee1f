import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { main: 'src/main.ts', 'jsonpath-worker': 'src/tui/response/jsonpath-worker.ts' },
  platform: 'node',
  resolve: {
    conditionNames: ['source', 'import', 'node', 'default'],
    // Ink imports it for development only; left external, the bundle would not start.
    alias: { 'react-devtools-core': `${import.meta.dirname}/src/tui/no-devtools.ts` },
  },
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  },
});
