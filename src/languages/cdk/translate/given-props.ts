import { argumentAt } from "../evaluate/argument-at.ts";
import { merge } from "../evaluate/evaluate-object.ts";
import type { Evaluator } from "../evaluate/evaluate.ts";
import { absent, findJsEntry, type Js, type JsEntry, type ObjectJs, unresolved } from "../evaluate/js.ts";
import type { Construct } from "../spec/construct.ts";

/** What of a construct its arguments tell. */
export type GivenConstruct = Pick<Construct, "entity" | "spec" | "isL1" | "site" | "frame" | "head">;

/** The properties that a construct is given. */
export class GivenProps<C extends GivenConstruct = GivenConstruct> {
	readonly construct: C;
	readonly evaluator: Evaluator;
	readonly props: ObjectJs;

	constructor(construct: C, evaluator: Evaluator) {
		this.construct = construct;
		this.evaluator = evaluator;
		const { site, head, spec } = construct;
		const js = this.ownArgument(spec.propsAt ?? 2);
		const empty: ObjectJs = { kind: "object", span: head, entries: [], open: false, node: null };
		const isSpread = site.arguments.slice(0, (spec.propsAt ?? 2) + 1).some(({ type }) => type === "SpreadElement");
		this.props = isSpread ? { ...empty, open: true } : js.kind === "object" ? js : merge(empty, js, "");
	}

	/** An argument of the construct; `absent` if it is not given. */
	ownArgument(index: number): Js {
		const { site, frame, head } = this.construct;
		return argumentAt(this.evaluator, site.arguments, index, frame, head);
	}

	entry(name: string): JsEntry | undefined {
		return findJsEntry(this.props, name);
	}

	/** The argument for a property of the construct: `absent` if it is not set, `unresolved` if it is not known. */
	get(name: string): Js {
		const { head } = this.construct;
		return (
			this.entry(name)?.value ??
			(this.props.open ? unresolved(head, "more may be added to its properties") : absent(head))
		);
	}

	/** The member of an enumeration, `KMS` of `s3.BucketEncryption.KMS`; null for anything else. */
	memberOf(js: Js): string | null {
		return js.kind === "static" ? (js.entity.path[1] ?? null) : null;
	}
}
