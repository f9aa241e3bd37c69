import { defineConfig } from 'vitest/config';
import { virtualModules } from './src/build/virtual-modules.ts';

export default defineConfig({
  plugins: [virtualModules.vite()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/budget.test.ts'],
          env: { CI: 'false', NO_COLOR: '1' },
          // Some start the bundle a dozen times, on machines that do other things, too.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'budget',
          include: ['test/budget.test.ts'],
          env: { CI: 'false', NO_COLOR: '1' },
          // By itself, after the others: what runs beside it would be measured, too.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/lab/setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
