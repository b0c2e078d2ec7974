/** Ends a jest run with the one line that CI reads: `N passed, N failed[, N skipped]`. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // Jest prints its own summary after all reporters, and this line must be the last one.
    process.once("exit", () => process.stdout.write(`\n${line}\n`));
  }
};
