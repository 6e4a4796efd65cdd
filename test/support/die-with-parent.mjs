// Preloaded into a service under test: its standard input is a pipe from the test process, so that no service
// outlives a test run that was killed.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
process.stdin.unref();
