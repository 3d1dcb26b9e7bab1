/** What `--help` prints. */
export const HELP = `kmslint [paths]: finds exposed secrets and missing encryption in AWS Lambda projects

Reads SAM and CloudFormation templates (YAML, JSON, found by their content), handlers and CDK apps (JavaScript,
TypeScript) and cdk.out below the paths (default: .).
Needs no network, credentials or configuration. Never executes what it reads.

  kmslint secrets export|store     stores secrets before --fix removes them; see kmslint secrets --help

  -f, --format text|json|sarif     output format (default: text)
  -o, --output FILE                write the report to a file
      --exclude GLOB               exclude files and folders, like a line of .kmslintignore; repeatable
      --preset NAME                recommended (default), strict, audit
      --rule 'NAME: LEVEL'         off, warn, error; or '[error, { "option": "value" }]'; repeatable
      --fail-on SEVERITY           exit 1 at this severity or above: critical, high, medium, low, info
                                   (default: on findings of rules at level error)
      --max-warnings N             exit 1 on more than N warnings
      --quiet                      errors only, no warnings
      --fix                        apply the safe fixes
      --fix-dry-run                print them as a diff, write nothing
      --parameter-overrides K=V    parameter values, as for sam deploy; repeatable
      --inventory FILE             report every use of an AMI listed in this CSV of unencrypted AMIs
      --include-generated          count functions that CDK generates towards the exit code
      --no-suppressions            also report what comments and Metadata suppress
      --no-error-on-unmatched-pattern
                                   for hooks: skip named files that are not checked, silently
      --show-unknown               list what is not known until deployment
      --no-color                   no colors (also: NO_COLOR)
      --stdin-filename NAME        file name of the standard input (path: -)
  -h, --help                       this text
  -V, --version                    the version

Exit codes: 0 clean, 1 findings, 2 could not run, or could not read a file.

Examples:
  kmslint                                    check everything below this folder
  kmslint template.yaml --fix-dry-run        what the safe fixes would change
  kmslint --preset audit --format sarif -o kmslint.sarif
  kmslint --rule 'require-environment-key: [error, { "key": "AppKey" }]' --fix template.yaml
  cat template.yaml | kmslint - --stdin-filename template.yaml
`;
