import { runCommand } from './runCommand';

void runCommand(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
  if (status !== 0) {
    // A server that listens already, or requests under way, would keep a failed process running.
    process.stdout.write('', () => process.exit());
  }
});
