// A Vitest reporter of one line, "N passed, N failed, N skipped", for the tally of all tests.
export default class Tally {
  onTestRunEnd(modules) {
    const states = modules.flatMap(m => [...m.children.allTests()].map(t => t.result().state));
    const count = state => states.filter(s => s === state).length;
    console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  }
}
