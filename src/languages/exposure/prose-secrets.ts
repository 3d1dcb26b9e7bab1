import type { Detection } from "../../detect/detection.ts";
import { detectAlone } from "../../detect/detect-secret.ts";
import { findSecrets } from "../../detect/find-secrets.ts";
import type { Span } from "../../text/span.ts";
import { nodesOf } from "../program/nodes-of.ts";
import type { SourceModule } from "../program/source-module.ts";

/** A secret in what nobody runs. */
export interface ProseSecret {
	readonly detection: Detection;
	/** The name that it goes by in a comment; null where its form alone shows it. */
	readonly name: string | null;
	readonly span: Span;
}

/** Longer comments are data. */
const LONGEST_COMMENT = 65_536;

/** The secrets in the comments of a module: code that is commented out, headers, vendors' tokens. */
export function* secretsInComments({ comments, text }: SourceModule): Iterable<ProseSecret> {
	for (const { range } of comments) {
		const start = range[0] + MARK;
		for (const found of findSecrets(text.slice(start, Math.min(range[1], start + LONGEST_COMMENT)), "code")) {
			const span = { start: start + found.start, end: start + found.end };
			yield { detection: found.detection, name: found.name, span };
		}
	}
}

/** What opens a comment: two characters. */
const MARK = 2;

/** The secrets in the text between JSX tags: only what a form of its own shows. */
export function* secretsInJsxText(module: SourceModule): Iterable<ProseSecret> {
	for (const { range } of nodesOf(module, "JSXText")) {
		const [start, end] = range;
		const detection = detectAlone(module.text.slice(start, end), { kind: "source" });
		if (detection !== null) {
			yield { detection, name: null, span: { start: start + detection.start, end: start + detection.end } };
		}
	}
}
