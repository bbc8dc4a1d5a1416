import { defineConfig } from 'vite';
import { developmentApi } from './dev/plugin.ts';

export default defineConfig({
  base: './',
  plugins: [developmentApi()],
  build: {
    target: 'es2022',
    // Data URLs would need exceptions in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is bundled may be passed on with its license only.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { main: 'index.html', sw: 'src/sw.ts' },
      output: {
        // The worker keeps its name: its address is its identity, and its folder its reach.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: { environment: 'node', include: ['test/**/*.test.ts'], setupFiles: ['test/setup.ts'] },
} as Parameters<typeof defineConfig>[0] & { test: object });
