/** What `kmslint audit --help` prints. */
export const AUDIT_HELP = `kmslint audit --from FILE [paths]: answer an auditor's list from the code

Finds what each row of a list names (Lambda functions, S3 buckets, AMIs, accounts) in the templates, Terraform modules,
CDK apps, cdk.out and handlers below the paths (default: .), and answers it: where it is, which variables are sensitive, which
key encrypts them, whether the role may decrypt, what to do and what that costs; or that it is not in this repository.

      --from FILE                  the list: CSV (any encoding, delimiter and headers) or JSON, as Security Hub, Prowler,
                                   AWS Config and spreadsheets export it; repeatable
      --ami FILE                   a list of unencrypted AMIs; repeatable
  -f, --format NAME                text (default), json, csv, markdown, html
  -o, --output FILE                write the answers to a file ('-': standard output)
      --exclude GLOB               exclude files and folders (same syntax as .kmslintignore); repeatable
      --parameter-overrides K=V    template parameters, as in sam deploy; repeatable
      --parameters FILE            template parameters from a JSON file; repeatable
      --config-env NAME            parameters of an environment in samconfig.toml
      --samconfig FILE             another file than samconfig.toml or samconfig.yaml
      --lang LANGUAGE              language of the answers: en, es, ja (default: as LANG says, for text on a terminal)
  -h, --help                       this text

Names are compared exactly, apart from the line breaks of a PDF. Nothing is guessed: what is only similar is listed as
near. No value of a secret is shown. Needs no network and no credentials; the commands of a plan are yours to run.

Exit codes: 0 nothing of the list is left to fix in this repository, 1 something is, 2 could not run or read a list.

Examples:
  kmslint audit --from findings.csv --ami amis.csv
  kmslint audit --from securityhub.json -f markdown -o answers.md
`;
