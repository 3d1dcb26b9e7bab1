import { HOOK_REPOSITORY } from "../cli/init/plan-hooks.ts";

/** What the mirror is made of. */
export interface MirrorSource {
	/** The name and the version of the package that is published. */
	readonly name: string;
	readonly version: string;
	readonly license: string;
	/** The versions of Node.js that it runs on. */
	readonly node: string;
	/** The text of `.pre-commit-hooks.yaml`. */
	readonly hooks: string;
	/** What npm installs: the version; in tests the path of a package, as `file:…`. */
	readonly spec: string;
}

/**
 * The files of the mirror for pre-commit, by name. pre-commit clones a repository, installs it with everything that its
 * development needs, and packs it: of this one, that is a compiler, CDK, ESLint twice, and a build. The mirror has the
 * hooks alone, and depends on the published package, with one version for one tag.
 *
 * Source: `pre_commit/languages/node.py` of pre-commit, which links only the commands of the package itself, so that the
 * mirror has a command that starts that of its dependency.
 */
export function mirrorFiles({
	name,
	version,
	license,
	node,
	hooks,
	spec,
}: MirrorSource): Readonly<Record<string, string>> {
	const manifest = {
		name: "kmslint-pre-commit",
		version,
		private: true,
		description: "kmslint for pre-commit",
		license,
		bin: { kmslint: "kmslint.cjs" },
		files: ["kmslint.cjs"],
		engines: { node },
		dependencies: { [name]: spec },
	};
	return {
		".pre-commit-hooks.yaml": hooks,
		"package.json": `${JSON.stringify(manifest, null, 2)}\n`,
		"kmslint.cjs": `#!/usr/bin/env node
"use strict";
const { dirname, join } = require("node:path");
const manifest = require.resolve("${name}/package.json");
require(join(dirname(manifest), require(manifest).bin.kmslint));
`,
		"README.md": `# kmslint for pre-commit

The hooks of [kmslint](https://github.com/eslint-plugin-aws-kms/eslint-plugin-aws-kms), installed from npm in seconds.

\`\`\`yaml
# .pre-commit-config.yaml
repos:
  - repo: ${HOOK_REPOSITORY}
    rev: v${version}
    hooks:
      - id: kmslint # or kmslint-fix, or kmslint-project for the whole project
\`\`\`

\`v${version}\` installs \`${name}\` ${version}, and nothing that its development needs. \`pre-commit autoupdate\` finds new versions. The files here are written by the release of kmslint; issues belong there.
`,
	};
}
