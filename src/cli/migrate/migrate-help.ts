/** What `kmslint migrate --help` prints. */
export const MIGRATE_HELP = `kmslint migrate [paths]: move secrets out of the code and the configuration of Lambda functions

Joins handlers, templates, roles and keys below the paths (default: .), and prints a plan for each secret that
no-hardcoded-secret, no-secret-in-environment and no-plaintext-parameter report: where its value is stored, which code
reads it, which variables lead to it, and what the role has to be allowed. Executes nothing, and prints no value.

      --to NAME                ssm (default): SecureString parameters; secrets-manager; kms: ciphertext in variables;
                               powertools, extension: SSM parameters read with Powertools or the Lambda extension
      --only NAME              migrate this secret only; repeatable
      --key KEY                the customer managed key of values that are not stored yet, by id, ARN or alias/…;
                               new: add a key with rotation and an alias (1 USD a month)
      --prefix /app/           prefix of new names of parameters and secrets (default: /app/)
      --shared-helper          one module a folder for the lookup, imported by the others, if two or more need it
      --write                  make the edits: all of them, or none; leaves out secrets that are not stored yet
  -f, --format text|json       output format (default: text)
  -h, --help                   this text

Nothing is removed before 'kmslint secrets store' or 'kmslint secrets export' has recorded its value. Values that only
the deployment knows (parameters, variables of Terraform) are yours to store; the plan says under which name.

Exit codes: 0 nothing is left to migrate, 1 a secret is left (not stored, not written, or refused), 2 could not run.

Examples:
  kmslint migrate                                      the plan
  kmslint secrets store && kmslint migrate --write     store the values, then make the edits
  kmslint migrate --to secrets-manager --only DB_PASSWORD
`;
