import type { Entry, ListValue, Value } from "../../../model/value.ts";
import type { Builder } from "../translate/builder.ts";
import type { Js } from "../evaluate/js.ts";
import { choice, type ConstructKind } from "./construct-kind.ts";

/** `[statement, …]` as a policy document. */
function documentOf(builder: Builder, statements: readonly Value[], open: boolean, span = builder.head): Value {
	const list: ListValue = { kind: "list", span, items: statements, open, origin: null };
	return { ...builder.map(span, "", { Statement: list }), origin: null };
}

/** The items of a list in the properties, and whether it may have others. */
function itemsOf(js: Js): { readonly items: readonly Js[]; readonly open: boolean } {
	switch (js.kind) {
		case "array":
			return { items: js.items, open: js.open };
		case "absent":
			return { items: [], open: false };
		case "branches": {
			const all = js.branches.map(({ value }) => itemsOf(value));
			return { items: all.flatMap(({ items }) => items), open: true };
		}
		default:
			return { items: [], open: true };
	}
}

/**
 * The policies of a construct's own role: from `initialPolicy` and `addToRolePolicy`. A function, project or state
 * machine without a given role gets one.
 */
export function addRole(builder: Builder, service: string): void {
	const given = builder.get("role");
	let role: string | null = null;
	if (given.kind === "absent") {
		role = builder.add("ServiceRole", "AWS::IAM::Role", builder.head, {
			AssumeRolePolicyDocument: documentOf(
				builder,
				[
					{
						...builder.map(builder.head, "", {
							Action: builder.literal("sts:AssumeRole", builder.head),
							Effect: builder.literal("Allow", builder.head),
							Principal: builder.map(builder.head, "", {
								Service: builder.literal(service, builder.head),
							}),
						}),
						origin: null,
					},
				],
				false,
			),
			// Grants, and other code that receives the function, may add to it.
			Policies: { kind: "unresolved", span: builder.head, why: "CDK adds to it what is granted" },
		});
		builder.put("Role", {
			kind: "reference",
			span: builder.head,
			to: { of: "resource", id: role, attribute: "Arn" },
		});
	}
	addPolicies(builder, role, builder.get("initialPolicy"));
}

/** Methods that give a construct's role more permissions. */
const ALLOWING = [
	"addToRolePolicy",
	"addToPrincipalPolicy",
	"addToPolicy",
	"addToTaskRolePolicy",
	"addToExecutionRolePolicy",
];

/** The policy from the initial statements and those added later to the construct's role. */
export function addPolicies(builder: Builder, role: string | null, first: Js): void {
	const initial = itemsOf(first);
	const added = ALLOWING.flatMap((name) => builder.calls(name)).map((call) => builder.argument(call, 0));
	const statements = [...initial.items, ...added].map((js) => builder.value(js));
	if (statements.length > 0) {
		const name: Value =
			role === null
				? { kind: "unresolved", span: builder.head, why: "the role is not in this app" }
				: { kind: "reference", span: builder.head, to: { of: "resource", id: role, attribute: null } };
		builder.add("DefaultPolicy", "AWS::IAM::Policy", builder.head, {
			PolicyDocument: documentOf(builder, statements, initial.open),
			Roles: { kind: "list", span: builder.head, items: [name], open: false, origin: null },
		});
	}
}

/** `inlinePolicies: { Read: new iam.PolicyDocument({ … }) }`. */
function buildIdentity(builder: Builder): void {
	const inline = builder.get("inlinePolicies");
	const policies: Value[] =
		inline.kind === "object"
			? inline.entries.map(({ key, keySpan, value }) => ({
					...builder.map(value.span, "", {
						PolicyName: builder.literal(key, keySpan),
						PolicyDocument: builder.value(value),
					}),
					origin: null,
				}))
			: [];
	if (policies.length > 0 || inline.kind !== "absent") {
		builder.put("Policies", {
			kind: "list",
			span: inline.span,
			items: policies,
			open: inline.kind !== "object" || inline.open,
			origin: null,
		});
	}
	const added = ["addToPolicy", "addToPrincipalPolicy", "addToRolePolicy"]
		.flatMap((name) => builder.calls(name))
		.map((call) => builder.value(builder.argument(call, 0)));
	if (added.length > 0) {
		builder.add("DefaultPolicy", "AWS::IAM::Policy", builder.head, {
			PolicyDocument: documentOf(builder, added, false),
			Roles: {
				kind: "list",
				span: builder.head,
				items: [
					{ kind: "reference", span: builder.head, to: { of: "resource", id: builder.id, attribute: null } },
				],
				open: false,
				origin: null,
			},
		});
	}
}

function buildPolicy(builder: Builder): void {
	const document = builder.get("document");
	const given = itemsOf(builder.get("statements"));
	const added = ["addStatements", "addToPolicy"]
		.flatMap((name) => builder.calls(name))
		.flatMap((call) => call.args.map((_, index) => builder.value(builder.argument(call, index))));
	const from = builder.value(document);
	const inner = from.kind === "map" ? from.entries.find(({ key }: Entry) => key === "Statement")?.value : undefined;
	const statements = [
		...(inner?.kind === "list" ? inner.items : []),
		...given.items.map((js) => builder.value(js)),
		...added,
	];
	builder.put(
		"PolicyDocument",
		documentOf(
			builder,
			statements,
			given.open || (inner === undefined ? document.kind !== "absent" : inner.kind !== "list" || inner.open),
			document.kind === "absent" ? builder.head : document.span,
		),
	);
}

const IDENTITY = { inlinePolicies: null, assumedBy: null, managedPolicies: null, initialPolicy: null } as const;

export const IDENTITIES: Readonly<Record<string, ConstructKind>> = {
	"aws-iam.Role": {
		type: "AWS::IAM::Role",
		properties: IDENTITY,
		build(builder): void {
			buildIdentity(builder);
			// Grants may add to it, and managed policies are CDK objects.
			builder.setOpen();
		},
	},
	// AwsCustomResourcePolicy.fromStatements([new PolicyStatement({ … })])
	"custom-resources.AwsCustomResource": {
		type: "CDK::custom-resources::AwsCustomResource",
		properties: { policy: null },
		build(builder): void {
			const policy = builder.get("policy");
			const isWritten = policy.kind === "call" && policy.entity.path[1] === "fromStatements";
			addPolicies(
				builder,
				null,
				isWritten
					? builder.translator.argument(policy.args, 0, policy.frame, policy.span)
					: { kind: "absent", span: builder.head, explicit: false },
			);
		},
	},
	"aws-iam.AccessKey": {
		type: "AWS::IAM::AccessKey",
		properties: {
			user: "UserName",
			status: choice("Status", { ACTIVE: "Active", INACTIVE: "Inactive" }),
			serial: "Serial",
		},
	},
	"aws-cognito.UserPoolClient": { type: "AWS::Cognito::UserPoolClient", properties: { userPool: "UserPoolId" } },
	"aws-iam.User": {
		type: "AWS::IAM::User",
		properties: { ...IDENTITY, password: "LoginProfile.Password" },
		build: buildIdentity,
	},
	"aws-iam.Group": { type: "AWS::IAM::Group", properties: IDENTITY, build: buildIdentity },
	"aws-iam.Policy": {
		type: "AWS::IAM::Policy",
		properties: { document: null, statements: null, roles: "Roles", users: "Users", groups: "Groups" },
		build: buildPolicy,
	},
	"aws-iam.ManagedPolicy": {
		type: "AWS::IAM::ManagedPolicy",
		properties: { document: null, statements: null, roles: "Roles", users: "Users", groups: "Groups" },
		build: buildPolicy,
	},
};
