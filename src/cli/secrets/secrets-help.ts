/** What `kmslint secrets --help` prints. */
export const SECRETS_HELP = `kmslint secrets export|store [paths]: store hardcoded secrets before --fix removes them

Finds the secrets that no-secret-in-environment and no-hardcoded-secret report in the paths (default: .), and stores
each value where a lookup can read it. Never prints a value, and does not change templates or source. After that,
kmslint --fix replaces the stored secrets; it finds them in the record in .kmslint/secrets.

  export   writes each value to a file (mode 0600) in .kmslint/secrets, and prints the AWS commands that read these
           files; sends nothing
  store    sends each value to AWS through the AWS SDK, never overwrites a value, reads it back and compares

      --backend NAME           ssm (default): SecureString parameters; secrets-manager; kms: ciphertext for variables
      --prefix /app/           prefix of the names of parameters and secrets (default: /app/)
      --kms-key KEY            the customer managed key, by id, ARN or alias/…
      --function-name NAME     kms: the function that decrypts, as encryption context
  -h, --help                   this text

store uses the AWS SDK's credentials and region (AWS_PROFILE, AWS_REGION, …), and needs the client of its backend:
npm install --save-dev @aws-sdk/client-ssm, client-secrets-manager or client-kms.

Exit codes: 0 every value is stored, 1 some are not, 2 could not run, or could not read a file.

Examples:
  kmslint secrets export                                           the commands to run
  kmslint secrets store --prefix /orders/prod/ --kms-key alias/app-secrets
  kmslint secrets store src/orders.ts --backend kms --kms-key alias/app-secrets --function-name orders
`;
