import { followAliases, findPair, findScalar } from "./parse/intrinsic.ts";
import type { TemplateMapping, TemplateNode, TemplatePair, TemplateScalar } from "./parse/ast.ts";

/** A document that stands for a resource: the resource's type, and the property that it would be. */
interface BareKind {
	readonly type: string;
	readonly property: string;
}

const AUTOMATION: BareKind = { type: "AWS::SSM::Document", property: "Content" };
const BUCKET_POLICY: BareKind = { type: "AWS::S3::BucketPolicy", property: "PolicyDocument" };
/** The policy says nothing of the key itself, which a replica has from its primary key. */
const KEY_POLICY: BareKind = { type: "AWS::KMS::ReplicaKey", property: "KeyPolicy" };

/** True if the text can be such a document, without parsing it. */
export function mayBeBare(text: string): boolean {
	return (
		(text.includes("schemaVersion") && text.includes("mainSteps")) ||
		(text.includes('"Statement"') && text.includes('"Effect"') && text.includes('"Principal"'))
	);
}

/**
 * A file that is the content of one resource, as the template that has nothing else: an SSM document, the policy of a
 * bucket or of a key, as `aws ssm create-document`, `put-bucket-policy` and `put-key-policy` take them; null for any other
 * file. Identity policies are none: what they are attached to is not known.
 *
 * @param filename the resource is called like the file
 */
export function templateOfBare(body: TemplateNode | null, filename: string): TemplateMapping | null {
	const kind = body?.type === "TemplateMapping" ? kindOf(body) : null;
	const first = body?.type === "TemplateMapping" ? body.pairs[0]?.key : undefined;
	if (body?.type !== "TemplateMapping" || kind === null || first === undefined) {
		return null;
	}
	const name = filename.split(/[/\\]/u).at(-1)?.split(".")[0] ?? "";
	const at = { start: first.start, end: first.end, range: [first.start, first.end] as const };
	const text = (value: string): TemplateScalar => ({
		type: "TemplateScalar",
		...at,
		value,
		style: "plain",
		tag: null,
		inner: first.start,
	});
	const mapOf = (...pairs: readonly TemplatePair[]): TemplateMapping => ({
		type: "TemplateMapping",
		start: body.start,
		end: body.end,
		range: body.range,
		pairs,
		flow: false,
		tag: null,
		inner: body.inner,
	});
	const pair = (key: string, value: TemplateNode): TemplatePair => ({
		type: "TemplatePair",
		...at,
		key: text(key),
		value,
	});
	const resource = mapOf(pair("Type", text(kind.type)), pair("Properties", mapOf(pair(kind.property, body))));
	return mapOf(pair("Resources", mapOf(pair(name === "" ? "document" : name, resource))));
}

function kindOf(body: TemplateMapping): BareKind | null {
	if (findScalar(body, "schemaVersion") !== undefined) {
		const steps = followAliases(findPair(body, "mainSteps")?.value ?? body);
		return steps?.type === "TemplateSequence" ? AUTOMATION : null;
	}
	const statements = statementsOf(body);
	if (statements.length === 0 || !statements.every(isOfResource)) {
		return null;
	}
	const actions = statements.flatMap(actionsOf);
	return actions.length > 0 && actions.every((action) => /^s3:/iu.test(action))
		? BUCKET_POLICY
		: actions.length > 0 && actions.every((action) => /^kms:/iu.test(action))
			? KEY_POLICY
			: null;
}

function statementsOf(body: TemplateMapping): readonly TemplateMapping[] {
	const list = followAliases(findPair(body, "Statement")?.value ?? body);
	const items = list?.type === "TemplateSequence" ? list.items : list === body ? [] : [list];
	return items.flatMap((item) => (item?.type === "TemplateMapping" ? [item] : []));
}

function isOfResource(statement: TemplateMapping): boolean {
	return (
		/^(?:Allow|Deny)$/u.test(findScalar(statement, "Effect")?.value ?? "") &&
		(findPair(statement, "Principal") ?? findPair(statement, "NotPrincipal")) !== undefined
	);
}

function actionsOf(statement: TemplateMapping): readonly string[] {
	const action = findPair(statement, "Action") ?? findPair(statement, "NotAction");
	const items =
		action?.value.type === "TemplateSequence" ? action.value.items : action === undefined ? [] : [action.value];
	return items.map((item) => (item.type === "TemplateScalar" ? item.value : ""));
}
