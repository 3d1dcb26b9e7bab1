/** What `kmslint secrets --help` prints. */
export const SECRETS_HELP = `kmslint secrets export|store [paths]: keeps the secrets of a program before it forgets them

Finds what no-secret-in-environment and no-hardcoded-secret report below the paths (default: .), and keeps each value
where a lookup can read it. No value is ever shown. Templates and programs are not changed: --fix does that, and takes
a literal away only once .kmslint/secrets says that its value is kept.

  export   writes each value to a file of mode 0600 in .kmslint/secrets, and prints the AWS commands that read the
           files: nothing is sent
  store    sends each value to AWS through the AWS SDK, never over a value that is there, reads it back and compares

      --backend NAME           ssm (default): SecureString parameters; secrets-manager; kms: ciphertext for variables
      --prefix /app/           what the names of parameters and secrets begin with (default: /app/)
      --kms-key KEY            the customer managed key, by id, ARN or alias/…
      --function-name NAME     kms: the function that is to decrypt, as encryption context
  -h, --help                   this text

store takes the credentials and the region of the AWS SDK's own environment (AWS_PROFILE, AWS_REGION, …), and needs the
client of its backend: npm install --save-dev @aws-sdk/client-ssm, client-secrets-manager or client-kms.

Exit codes: 0 every value is kept, 1 some are not, 2 could not run, or could not read a file.

Examples:
  kmslint secrets export                                           what to run, by hand or by a colleague
  kmslint secrets store --prefix /orders/prod/ --kms-key alias/app-secrets
  kmslint secrets store src/orders.ts --backend kms --kms-key alias/app-secrets --function-name orders
`;
