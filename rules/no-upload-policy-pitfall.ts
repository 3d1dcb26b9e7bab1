import { readBucket, type BucketState } from "../src/model/bucket.ts";
import { arnOf } from "../src/model/kms-key.ts";
import { findKey } from "../src/model/key-reference.ts";
import { covers, readPolicy, type PolicyCondition, type Statement } from "../src/model/policy.ts";
import type { Resource } from "../src/model/resource.ts";
import { alternatives, getIn, type Value } from "../src/model/value.ts";
import { renderWhen } from "../src/model/way.ts";
import { defineRule, type Problem, type Suggestion } from "../src/rule/rule.ts";
import { refTo, textWith, type Written } from "../src/model/written.ts";

const HEADER = "s3:x-amz-server-side-encryption";
const KEY_HEADER = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/**
 * IAM's negated operators match a header that is absent: the statement that should stop plain uploads stops every
 * client that leaves encryption to the bucket, and teams take the whole policy away again. Or it takes any key, and a
 * client puts objects under the key of another account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const noUploadPolicyPitfall = defineRule({
	name: "no-upload-policy-pitfall",
	description: "Disallow bucket policies that block the default encryption or accept any KMS key",
	types: ["AWS::S3::BucketPolicy"],
	severity: "medium",
	fix: "suggestion",
	presets: { recommended: "warn", strict: "error", audit: "error" },
	compliance: [],
	options: {},
	defaults: {},
	messages: {
		blocksDefault:
			"Policy '{{id}}' denies uploads without an encryption header{{when}}. Add `Null: { {{header}}: false }` to the condition.",
		requiresHeader:
			"Policy '{{id}}' denies uploads without an encryption header{{when}}. Deny a wrong header instead.",
		anyKey: "Policy '{{id}}' requires KMS but accepts any key{{when}}. Deny every key id except that of the bucket's key.",
		addNull: "Allow uploads without the header; the bucket's default encrypts them.",
		denyWrongHeader: "Deny a wrong header instead of a missing one.",
		addKeyStatement: "Deny uploads with a key other than the bucket's.",
	},
	*check(policy) {
		const { statements } = readPolicy(policy.get("PolicyDocument"));
		const uploads = statements.filter(
			({ effect, actions }) =>
				effect === "Deny" && actions.some(({ text }) => text !== null && covers(text, "s3:PutObject")),
		);
		const asked = uploads.flatMap(askedBy);
		if (asked.length === 0 && !uploads.some(isNullOnly) && !uploads.some(namesKey)) {
			return;
		}
		const bucket = bucketOf(policy);
		const states = bucket === null ? [] : readBucket(bucket);
		for (const statement of uploads) {
			yield* findBlocking(policy, statement, states, asked);
		}
		yield* findAnyKey(policy, uploads, asked, bucket, states);
	},
});

/** The values that a statement lets through: `StringNotEquals: { header: aws:kms }`. */
function askedBy({ conditions, obscure }: Statement): readonly (string | null)[] {
	const asked = conditions.filter(isNegated).flatMap(({ values }) => values.map(({ text }) => text));
	return obscure ? [...asked, null] : asked;
}

function isNegated({ operator, key }: PolicyCondition): boolean {
	return (
		key === HEADER &&
		/^(?:ForA(?:ny|ll)Values?:)?StringNot(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/u.test(operator)
	);
}

/** `Null: { header: "true" }`: only uploads without it; `"false"`: only those with it. */
function hasNull({ conditions }: Statement, wanted: "true" | "false"): boolean {
	return conditions.some(
		({ operator, key, values }) =>
			operator === "Null" && key === HEADER && values.some(({ text }) => text === wanted),
	);
}

function isNullOnly(statement: Statement): boolean {
	return hasNull(statement, "true");
}

function* findBlocking(
	policy: Resource,
	statement: Statement,
	states: readonly BucketState[],
	asked: readonly (string | null)[],
): Iterable<Problem> {
	const negated = statement.conditions.find(isNegated);
	const requires = isNullOnly(statement);
	if (statement.obscure || hasNull(statement, "false")) {
		return;
	}
	if (negated === undefined && !requires) {
		yield* findBlockingKey(policy, statement, states);
		return;
	}
	const condition = getIn(statement.map, "Condition");
	const property = `${policy.spell("PolicyDocument")}.Statement.Condition`;
	const wanted = requires ? asked : (negated?.values.map(({ text }) => text) ?? []);
	const satisfied = isSatisfied(wanted, states);
	if (satisfied === "unknown") {
		yield {
			unknown: `the bucket's default encryption is not in this ${policy.stack.engine.unit}`,
			at: condition.span,
			property,
		};
	} else if (satisfied) {
		yield {
			at: requires ? condition.span : (negated?.values[0]?.value.span ?? condition.span),
			messageId: requires ? "requiresHeader" : "blocksDefault",
			data: {
				id: policy.id,
				operator: negated?.operator ?? "Null",
				header: HEADER,
				when: renderWhen(statement.when),
			},
			property,
			suggestions:
				statement.when.length > 0
					? []
					: requires
						? denyWrong(policy, condition, states)
						: addNull(policy, condition, HEADER),
		};
	}
}

/** `StringNotEquals: { key's header: arn }`. With `IfExists` opinions differ, AWS's own pages among them. */
function isOtherKey({ operator, key }: PolicyCondition): boolean {
	return key === KEY_HEADER && /^(?:String|Arn)Not(?:Equals|EqualsIgnoreCase|Like)$/u.test(operator);
}

function namesKey({ conditions }: Statement): boolean {
	return conditions.some(isOtherKey);
}

/** A statement about the key alone, over a bucket whose default names a key of the customer's. */
function* findBlockingKey(policy: Resource, statement: Statement, states: readonly BucketState[]): Iterable<Problem> {
	const other = statement.conditions.find(isOtherKey);
	const guarded =
		statement.obscure ||
		statement.conditions.some(({ key }) => key !== KEY_HEADER) ||
		statement.conditions.some(({ operator }) => operator === "Null");
	if (
		other === undefined ||
		guarded ||
		states.length === 0 ||
		states.some(({ protection }) => protection !== "customer-key")
	) {
		return;
	}
	const condition = getIn(statement.map, "Condition");
	yield {
		at: other.values[0]?.value.span ?? condition.span,
		messageId: "blocksDefault",
		data: { id: policy.id, operator: other.operator, header: KEY_HEADER, when: renderWhen(statement.when) },
		property: `${policy.spell("PolicyDocument")}.Statement.Condition`,
		suggestions: statement.when.length > 0 ? [] : addNull(policy, condition, KEY_HEADER),
	};
}

/**
 * True where the default encrypts as the policy asks: always for S3's own keys, since January 2023; for KMS where the
 * bucket says so. Where its default is weaker the statement is the only protection there is.
 */
function isSatisfied(wanted: readonly (string | null)[], states: readonly BucketState[]): boolean | "unknown" {
	if (wanted.includes("AES256") || wanted.length === 0) {
		return true;
	}
	if (
		wanted.some((text) => text === null || !text.startsWith("aws:kms")) ||
		states.length === 0 ||
		states.some(({ protection }) => protection === "unknown")
	) {
		return "unknown";
	}
	return states.every(({ algorithm }) => algorithm?.startsWith("aws:kms") === true);
}

function addNull(policy: Resource, condition: Value, header: string): readonly Suggestion[] {
	if (condition.kind !== "map") {
		return [];
	}
	const { editor } = policy.stack;
	const present = getIn(condition, "Null");
	const edits =
		present.kind === "map"
			? editor.set(present, header, "false")
			: editor.set(condition, "Null", { [header]: "false" });
	return [{ messageId: "addNull", data: {}, edits }];
}

function denyWrong(policy: Resource, condition: Value, states: readonly BucketState[]): readonly Suggestion[] {
	const algorithm = states.length === 1 ? states[0]?.algorithm : null;
	return algorithm === null || algorithm === undefined
		? []
		: [
				{
					messageId: "denyWrongHeader",
					data: {},
					edits: policy.stack.editor.replace(condition, {
						Null: { [HEADER]: "false" },
						StringNotEquals: { [HEADER]: algorithm },
					}),
				},
			];
}

function* findAnyKey(
	policy: Resource,
	uploads: readonly Statement[],
	asked: readonly (string | null)[],
	bucket: Resource | null,
	states: readonly BucketState[],
): Iterable<Problem> {
	const [state, ...others] = states;
	const asksForKms = asked.length > 0 && asked.every((text) => text?.startsWith("aws:kms") === true);
	if (
		bucket === null ||
		state === undefined ||
		others.length > 0 ||
		state.protection !== "customer-key" ||
		!asksForKms
	) {
		return;
	}
	if (uploads.some(({ conditions, obscure }) => obscure || conditions.some(({ key }) => key === KEY_HEADER))) {
		return;
	}
	const statement = uploads.find(({ conditions }) => conditions.some(isNegated));
	const value = statement?.conditions.find(isNegated)?.values[0]?.value;
	if (statement !== undefined && value !== undefined) {
		yield {
			at: value.span,
			messageId: "anyKey",
			data: { id: policy.id, when: renderWhen(statement.when) },
			property: `${policy.spell("PolicyDocument")}.Statement`,
			suggestions: statement.when.length > 0 ? [] : addKeyStatement(policy, bucket, state),
		};
	}
}

function addKeyStatement(policy: Resource, bucket: Resource, { byDefault }: BucketState): readonly Suggestion[] {
	const list = policy.get("PolicyDocument.Statement");
	const [given] = byDefault === null ? [] : alternatives(getIn(byDefault, "KMSMasterKeyID"));
	const key = given === undefined ? null : findKey(policy.stack, given.value);
	const arn: Written | null =
		key !== null
			? arnOf(key)
			: given?.value.kind === "literal" && given.value.text.startsWith("arn:")
				? given.value.text
				: null;
	if (list.kind !== "list" || arn === null) {
		return [];
	}
	const statement: Written = {
		Sid: "DenyOtherKeys",
		Effect: "Deny",
		Principal: "*",
		Action: "s3:PutObject",
		Resource: textWith(refTo(bucket.id, "Arn"), "/*"),
		Condition: { Null: { [KEY_HEADER]: "false" }, StringNotEquals: { [KEY_HEADER]: arn } },
	};
	return [{ messageId: "addKeyStatement", data: {}, edits: policy.stack.editor.append(list, statement) }];
}

/** The bucket of this template that the policy is for; null where it is another's. */
function bucketOf(policy: Resource): Resource | null {
	const [bucket, ...others] = alternatives(policy.get("Bucket"));
	if (bucket === undefined || others.length > 0) {
		return null;
	}
	const { value } = bucket;
	if (value.kind === "reference" && value.to.of === "resource") {
		const resource = policy.stack.resource(value.to.id);
		return resource?.type === "AWS::S3::Bucket" ? resource : null;
	}
	return value.kind === "literal"
		? (policy.stack
				.find("AWS::S3::Bucket")
				.find((one) =>
					alternatives(one.get("BucketName")).some(
						({ value: name }) => name.kind === "literal" && name.text === value.text,
					),
				) ?? null)
		: null;
}
