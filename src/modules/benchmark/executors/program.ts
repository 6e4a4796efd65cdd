import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** How long a program that is asked to go may take, ms. */
const GRACE_MS = 5_000;

/** Keys, tokens, passwords and the database of whoever runs this, which are none of the program's business. */
const OURS = /^(WATTFACTOR_|DATABASE_URL$|PG|HF_TOKEN$|HF_ACCESS_TOKEN$|HUGGING_?FACE_?HUB_TOKEN$)/;

export const environmentFor = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.test(name)));

const running = new Set<Program>();
process.on('exit', () => running.forEach((program) => program.kill()));

/**
 * A child process and all that it starts, in a process group of their own, so that they end together: one that
 * ignores what it is told, or a grandchild that holds the output, must not hold up whoever waits. Where this process
 * exits, they are killed.
 */
export class Program {
  /** The exit code once the output is closed as well; null where a signal ended it or it never began. */
  readonly closed: Promise<number | null>;
  readonly stdin: Writable;
  readonly stdout: Readable;
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private complaints = '';
  private limit: NodeJS.Timeout | undefined;

  constructor(
    [program = '', ...args]: readonly string[],
    env: NodeJS.ProcessEnv,
    private readonly graceMs = GRACE_MS,
  ) {
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env, detached: true });
    ({ stdin: this.stdin, stdout: this.stdout } = this.child);
    this.child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.complaints = (this.complaints + text).slice(-500)));
    this.stdin.on('error', () => {});
    this.child.on('error', (error) => (this.complaints += error.message));
    this.closed = once(this.child, 'close').then(
      ([code]) => code as number | null,
      () => null,
    );
    running.add(this);
  }

  /** The end of what it printed on stderr. */
  get errors(): string {
    return this.complaints.trim() || 'without a word';
  }

  /** Asks all of it to go, and kills what stays. */
  readonly stop = (): void => {
    this.signal('SIGTERM');
    this.limit ??= setTimeout(() => this.kill(), this.graceMs).unref();
  };

  /** Its end of input tells it to go; what stays is killed. */
  async finish(): Promise<void> {
    this.stdin.end();
    const late = setTimeout(() => this.kill(), this.graceMs);
    await this.closed;
    clearTimeout(late);
    this.kill();
  }

  /** Ends all of it at once, and closes its output, which one that left the group may hold. */
  kill(): void {
    clearTimeout(this.limit);
    this.signal('SIGKILL');
    running.delete(this);
    this.stdout.destroy();
    this.child.stderr.destroy();
  }

  /** The number of a group is not given away while a process is in it; one that is killed is not signalled again. */
  private signal(name: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined || !running.has(this)) return;
    try {
      process.kill(-pid, name);
    } catch {
      // none of it is left
    }
  }
}
