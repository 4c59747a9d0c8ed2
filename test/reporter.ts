import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output of a run with one plain line that counts, whatever else is shown. */
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const failed = tests.filter((test) => test.result().state === 'failed').length
    // A file that does not load, or an error between tests, is a failure without a test of its own.
    const broken = modules.filter((module) => module.errors().length > 0).length
    process.on('exit', () => process.stdout.write(`\n${passed} passed, ${failed + broken + errors.length} failed\n`))
  }
}
