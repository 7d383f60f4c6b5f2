/** A cell that works in any notebook: it uses the job's name, because variables are lost with the kernel. */
export function watchAdvice(jobName: string): string {
  return `import { attach } from 'kernel-helpers';\nconst job = await attach('${jobName}');\nawait job.watch();`;
}
