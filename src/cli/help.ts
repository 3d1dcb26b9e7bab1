import { COMMANDS } from "./commands.ts";

/** Where the descriptions of the help begin. */
const COLUMN = 35;

/** The lines of the commands: `  kmslint secrets export|store     store secrets …`. */
function commandLines(): string {
	return COMMANDS.map(({ name, usage, summary }) => {
		const typed = `  kmslint ${name}${usage === "" ? "" : ` ${usage}`}`;
		return `${typed.length < COLUMN ? typed.padEnd(COLUMN) : `${typed}\n${" ".repeat(COLUMN)}`}${summary}`;
	}).join("\n");
}

/** What `--help` prints. */
export const HELP = `kmslint [paths]: finds exposed secrets and missing encryption in AWS Lambda projects

Checks the files in the given paths (default: .): SAM and CloudFormation templates (YAML or JSON, with any file name),
Terraform and OpenTofu modules (HCL or JSON), Lambda handlers and CDK apps (JavaScript, TypeScript), and the output of
cdk synth (cdk.out).
Needs no network, credentials or configuration. Never executes the code it checks.

${commandLines()}

Each of these commands has a --help of its own.

  -f, --format NAME                text (default), json, sarif, html, github, gitlab, junit, checkstyle, csv,
                                   markdown; 'NAME:FILE' writes it to a file; repeatable
  -o, --output FILE                write the report to a file ('-': standard output)
      --exclude GLOB               exclude files and folders (same syntax as .kmslintignore); repeatable
  -c, --config FILE                configuration for every file (default: the nearest kmslint.config.json, or "kmslint"
                                   in package.json, above each file)
      --no-config                  read no configuration
      --eslint-config              take rules and settings from the project's ESLint configuration; this runs it
      --preset NAME                recommended (default), strict, audit
      --rule 'NAME: LEVEL'         set a rule to off, warn, error or '[error, { "option": "value" }]'; repeatable
      --fail-on SEVERITY           exit 1 at this severity or above: critical, high, medium, low, info
                                   (default: on findings of rules at level error)
      --max-warnings N             exit 1 on more than N warnings
      --quiet                      report errors only
      --fix                        apply the safe fixes
      --fix-dry-run                print the safe fixes as a diff, without changing files
  -t, --template-file FILE         one more path, as in sam and cfn-lint; repeatable
      --parameter-overrides K=V    template parameters, as in sam deploy; repeatable
      --parameters FILE            template parameters from a JSON file, as in aws cloudformation deploy; repeatable
      --config-env NAME            parameters and template of an environment in samconfig.toml, as in sam deploy
      --samconfig FILE             another file than samconfig.toml or samconfig.yaml
      --inventory FILE             report every use of an AMI listed in this CSV of unencrypted AMIs
      --include-generated          let findings in functions that CDK generates affect the exit code
      --no-suppressions            also report suppressed findings, and those in the baseline
      --baseline FILE              accepted findings (default: .kmslint-baseline.json, if it exists)
      --no-baseline                report accepted findings too
      --new-since REF              report only findings that are new since a branch, tag or commit (needs git)
      --staged                     check what is staged in git, as it is in the index (for commit hooks)
      --shard I/N                  check one of N parts of the files, to share a run among jobs (see kmslint merge)
      --accept-skips               also suppress checks that checkov, trivy, cfn_nag or cdk-nag skips for a reason
      --no-error-on-unmatched-pattern
                                   skip named files that kmslint does not check (for commit hooks)
      --show-unknown               list values that are not known until deployment
      --cache                      skip files that did not change since the last run
      --cache-location FILE        where the cache is kept (default: node_modules/.cache/kmslint/outcomes.json)
      --concurrency N              number of threads, 'auto' (default) or 'off'
      --progress NAME              how far a run over many files is, on standard error: bar, plain (lines) or off
                                   (default: by the place that it runs in)
      --no-color                   no colors (also: NO_COLOR)
      --lang LANGUAGE              language of messages and reports: en, es, ja (default: as LANG says, on a terminal)
      --stdin-filename NAME        file name for standard input (use the path -)
  -h, --help                       this text
  -V, --version                    the version

Exit codes: 0 no errors, 1 errors (or as set by --fail-on, --max-warnings), 2 could not run, or could not read a file.

Examples:
  kmslint                                    check everything below this folder
  kmslint template.yaml --fix-dry-run        what the safe fixes would change
  kmslint --preset audit --format sarif -o kmslint.sarif
  kmslint --rule 'require-environment-key: [error, { "key": "AppKey" }]' --fix template.yaml
  cat template.yaml | kmslint - --stdin-filename template.yaml
`;
