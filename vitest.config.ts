import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/reporter.ts'],
    // Tests boot servers and read large heaps; two at a time is what two cores carry.
    maxWorkers: 2,
    // A page under load takes its time; what is polled for is there or it is not.
    expect: { poll: { timeout: 10_000 } },
    // Servers, browsers and signals on a crowded machine: what fails there is tried once more, and listed as such.
    retry: process.env.CI === undefined ? 0 : 2,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
