import { messageOf, UserError } from 'kernel-helpers/errors';
import { ContainerEngine, ENGINE_NAMES, type EngineName } from './container-engine';

/** Prints something with `rootless` or `true` where the engine has only a user's rights. */
const SAYS_ROOTLESS: Readonly<Record<EngineName, string>> = {
  podman: '{{.Host.Security.Rootless}}',
  docker: '{{.SecurityOptions}}',
};

/**
 * Finds the engine that runs containers: Podman, or else Docker.
 * @throws UserError that says of each what it lacks.
 */
export async function findEngine(): Promise<ContainerEngine> {
  const problems: string[] = [];
  for (const name of ENGINE_NAMES) {
    const engine = new ContainerEngine(name);
    const problem = await problemOf(engine);
    if (problem === undefined) return engine;
    problems.push(problem);
  }
  throw new UserError(
    `The container runner needs Podman or Docker. ${problems.join(' ')} On Debian and Ubuntu \`apt-get install podman runc netavark iptables\` installs what is needed. Without the container runner the hosts are processes, which needs no engine.`,
  );
}

async function problemOf(engine: ContainerEngine): Promise<string | undefined> {
  try {
    const said = await engine.run(['info', '--format', SAYS_ROOTLESS[engine.name]]);
    if (!/rootless|true/.test(said)) return undefined;
    return `${engine.name} has only a user's rights here, so that its containers cannot reach this machine: run it, and the local account, as root.`;
  } catch (error) {
    return `${messageOf(error)}.`;
  }
}
