/** What `kmslint map --help` prints. */
export const MAP_HELP = `kmslint map [paths]: show the functions of an application, joined with their code

Reads every template, Terraform module, CDK app and handler in the paths (default: .), and shows for each Lambda
function its handler, the variables that are set and the places that read them. Nothing is executed, nothing outside of
the working directory is read, and no value is shown.

  -f, --format NAME                text (default), json, mermaid, svg
  -o, --output FILE                write the map to a file ('-': standard output)
      --exclude GLOB               exclude files and folders (same syntax as .kmslintignore); repeatable
      --parameter-overrides K=V    template parameters, as in sam deploy; repeatable
      --parameters FILE            template parameters from a JSON file; repeatable
      --config-env NAME            parameters of an environment in samconfig.toml
      --samconfig FILE             another file than samconfig.toml or samconfig.yaml
      --show-unknown               list what could not be joined, with the reason
  -h, --help                       this text

Exit codes: 0 the map is shown, 2 could not run.

Examples:
  kmslint map --show-unknown                 what is joined, and what could not be
  kmslint map -f svg -o map.svg              a picture, in light and dark
`;
