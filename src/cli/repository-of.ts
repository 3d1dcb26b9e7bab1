import { isAbsolute, relative } from "node:path";
import type { CiContext } from "../report/ci/ci-context.ts";
import type { Io } from "./io.ts";

/**
 * Where the run is in its repository, from what CI services set. Sources: "Variables reference" of GitHub Actions,
 * "Predefined CI/CD variables reference" of GitLab.
 */
export function repositoryOf(env: Io["env"], cwd: string): Pick<CiContext, "base" | "source"> {
	const root = env["GITHUB_WORKSPACE"] ?? env["CI_PROJECT_DIR"] ?? "";
	const below = isAbsolute(root) ? relative(root, cwd).replaceAll("\\", "/") : "";
	const isBelow = below !== "" && !below.startsWith("..") && !isAbsolute(below);
	return { base: isBelow ? `${below}/` : "", source: sourceOf(env) };
}

function sourceOf(env: Io["env"]): string | null {
	const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
	if (isAddress(server) && repository !== undefined && commit !== undefined) {
		return `${server}/${repository}/blob/${commit}/`;
	}
	const { CI_PROJECT_URL: project, CI_COMMIT_SHA: gitlabCommit } = env;
	return isAddress(project) && gitlabCommit !== undefined ? `${project}/-/blob/${gitlabCommit}/` : null;
}

function isAddress(text: string | undefined): text is string {
	return text !== undefined && /^https?:\/\/[^\s()<>]+$/u.test(text);
}
