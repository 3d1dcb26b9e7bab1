import { existsSync } from "node:fs";
import { join } from "node:path";
import { NOTHING, type Plan } from "./change.ts";
import { readFolder, readOwn, type Project } from "./look-around.ts";

const FILE = ".github/workflows/kmslint.yml";

const WORKFLOW = `name: kmslint
on: [push, pull_request]
jobs:
  kmslint:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v4
      - run: npx --yes eslint-plugin-aws-kms --format github
`;

const JOB = `kmslint:
  image: node:22-alpine
  script: npx --yes eslint-plugin-aws-kms --format text --format gitlab:gl-code-quality-report.json
  artifacts:
    when: always
    reports: { codequality: gl-code-quality-report.json }
`;

/** What checks every push: on the service that a project uses. */
export function planWorkflow({ cwd }: Project): Plan {
	const gitlab = readOwn(cwd, ".gitlab-ci.yml");
	const job = /kmslint|aws-kms/u.test(gitlab ?? "kmslint")
		? []
		: [{ file: ".gitlab-ci.yml", why: "its jobs are yours to order", text: JOB }];
	const workflows = [...readFolder(cwd, ".github/workflows").values()];
	const isNew =
		existsSync(join(cwd, ".github")) &&
		!existsSync(join(cwd, FILE)) &&
		!workflows.some((text) => /kmslint|aws-kms/u.test(text));
	return { ...NOTHING, changes: isNew ? [{ file: FILE, before: null, after: WORKFLOW }] : [], pastes: job };
}
