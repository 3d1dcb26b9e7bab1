/** What `--help` prints. */
export const HELP = `kmslint [paths]: finds secrets and data of AWS Lambda applications that are not under a key of their owner

Reads SAM and CloudFormation templates (YAML, JSON, found by their content), handlers and CDK apps (JavaScript,
TypeScript) and cdk.out below the paths (default: .).
Needs no network, no credentials and no configuration, and runs nothing of what it reads.

  kmslint secrets export|store     keeps what it finds before --fix takes it away; see kmslint secrets --help

  -f, --format text|json|sarif     how to report (default: text)
  -o, --output FILE                write the report to a file
      --exclude GLOB               leave files and folders out, as a line of .kmslintignore does; repeatable
      --preset NAME                recommended (default), strict, audit
      --rule 'NAME: LEVEL'         off, warn, error; or '[error, { "option": "value" }]'; repeatable
      --fail-on SEVERITY           exit 1 from this severity on: critical, high, medium, low, info
                                   (default: on findings of rules at level error)
      --max-warnings N             exit 1 on more than N warnings
      --quiet                      errors only, no warnings
      --fix                        apply the safe fixes
      --fix-dry-run                print them as a diff, write nothing
      --parameter-overrides K=V    values of parameters, as for deploy; repeatable
      --inventory FILE             a CSV of unencrypted AMIs, every use of which is a finding
      --include-generated          let functions that CDK wrote decide the exit code
      --no-suppressions            report what comments and Metadata suppress, too
      --no-error-on-unmatched-pattern
                                   for hooks, which name whatever changed: files that
                                   are not ours are skipped without a word
      --show-unknown               list what is not known until deployment
      --no-color                   no colours (also: NO_COLOR)
      --stdin-filename NAME        the name of what comes through standard input (path: -)
  -h, --help                       this text
  -V, --version                    the version

Exit codes: 0 clean, 1 findings, 2 could not run, or could not read a file.

Examples:
  kmslint                                    everything below this folder
  kmslint template.yaml --fix-dry-run        what the safe fixes would change
  kmslint --preset audit --format sarif -o kmslint.sarif
  kmslint --rule 'require-environment-key: [error, { "key": "AppKey" }]' --fix template.yaml
  cat template.yaml | kmslint - --stdin-filename template.yaml
`;
