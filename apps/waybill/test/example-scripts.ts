import { parseAllDocuments } from 'yaml';

/** One shell script of a CI file, as the CI would start it. */
export interface ExampleScript {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Values for `${{ secrets.X }}` and `$(X)`, by name. */
export type Settings = Readonly<Record<string, string>>;

interface Step {
  readonly name?: string;
  readonly displayName?: string;
  readonly run?: string;
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Here tests have a `waybill` on their PATH already. */
const INSTALL = 'Install Waybill';

/** The scripts of a GitHub, Azure, GitLab or Kubernetes file, in order; those of parallel jobs one after the other. */
export function scriptsOf(text: string, settings: Settings): readonly ExampleScript[] {
  const documents = parseAllDocuments(text).map((document) => document.toJS());
  const [first] = documents;
  if (first.kind === 'Job') return documents.flatMap(scriptsOfKubernetesJob);
  if (Array.isArray(first.jobs ?? first.steps)) return (first.jobs ?? [first]).flatMap(azureScripts(settings));
  if (first.jobs !== undefined) return Object.values<GithubJob>(first.jobs).flatMap(githubScripts(settings, first.env));
  return Object.entries<GitlabJob>(first).flatMap(gitlabScripts);
}

interface GithubJob {
  readonly strategy?: { readonly matrix?: { readonly shard?: readonly number[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const githubScripts =
  (settings: Settings, env: Step['env']) =>
  (job: GithubJob): readonly ExampleScript[] => {
    const shards = job.strategy?.matrix?.shard ?? [0];
    return shards.flatMap((shard) => {
      const fill = (text: string) =>
        text.replace(/\$\{\{ *(?:matrix|secrets|vars)\.(\w+) *\}\}/g, (_all, name: string) =>
          name === 'shard' ? String(shard) : settingOf(settings, name),
        );
      return stepsOf(job.steps, ({ run }) => run, fill, { ...env, ...job.env, GITHUB_ACTIONS: 'true' });
    });
  };

interface AzureJob {
  readonly strategy?: { readonly parallel?: number };
  readonly steps: readonly Step[];
}

const azureScripts =
  (settings: Settings) =>
  (job: AzureJob): readonly ExampleScript[] => {
    const fill = (text: string) => text.replace(/\$\((\w+)\)/g, (_all, name: string) => settingOf(settings, name));
    return eachOf(job.strategy?.parallel ?? 1).flatMap(([index, total]) =>
      stepsOf(job.steps, ({ script }) => script, fill, {
        SYSTEM_JOBPOSITIONINPHASE: index,
        SYSTEM_TOTALJOBSINPHASE: total,
      }),
    );
  };

interface GitlabJob {
  readonly parallel?: number;
  readonly script?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

function gitlabScripts([name, { parallel = 1, script, variables }]: [string, GitlabJob]): readonly ExampleScript[] {
  if (script === undefined) return [];
  return eachOf(parallel).map(([index, total]) => ({
    name,
    script: script.join('\n'),
    env: { ...variables, CI_NODE_INDEX: index, CI_NODE_TOTAL: total },
  }));
}

interface KubernetesJob {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completions?: number;
    readonly template: { readonly spec: { readonly containers: readonly KubernetesContainer[] } };
  };
}

interface KubernetesContainer {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

function scriptsOfKubernetesJob({ metadata, spec }: KubernetesJob): readonly ExampleScript[] {
  return eachOf(spec.completions ?? 1).flatMap(([index]) =>
    spec.template.spec.containers.map(({ args, env }) => ({
      name: metadata.name,
      script: args.join(' '),
      env: {
        ...Object.fromEntries(env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
        JOB_COMPLETION_INDEX: String(Number(index) - 1),
      },
    })),
  );
}

function stepsOf(
  steps: readonly Step[],
  pick: (step: Step) => string | undefined,
  fill: (text: string) => string,
  env: Readonly<Record<string, string>>,
): readonly ExampleScript[] {
  return steps.flatMap((step) => {
    const script = pick(step);
    const name = step.name ?? step.displayName ?? 'a step without a name';
    if (script === undefined || name === INSTALL) return [];
    const all = Object.entries({ ...env, ...step.env });
    return [{ name, script: fill(script), env: Object.fromEntries(all.map(([key, value]) => [key, fill(value)])) }];
  });
}

function eachOf(total: number): readonly (readonly [index: string, total: string])[] {
  return Array.from({ length: total }, (_, index) => [String(index + 1), String(total)]);
}

function settingOf(settings: Settings, name: string): string {
  const value = settings[name];
  if (value === undefined) throw new Error(`The test has no value for ${name}.`);
  return value;
}
