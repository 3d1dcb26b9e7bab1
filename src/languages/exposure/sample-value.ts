import type { TSESTree } from "@typescript-eslint/utils";
import type { Detection } from "../../detect/detection.ts";
import { isSecretName, splitName } from "../../detect/name-kind.ts";
import type { NamedLiteral } from "../handler/literals/named-literal.ts";
import { ancestorsOf, functionAround } from "../program/around.ts";
import { declaredName, isFunction } from "../program/function-node.ts";
import { nameOfKey } from "../program/name-of-key.ts";

/** What a person may have chosen; a vendor's token is one wherever it stands. */
const CHOSEN: ReadonlySet<string> = new Set(["password", "weak-password", "weak-secret", "generic", "signing-key"]);

/** A whole private key is proof by itself; only its own name may say that it was made for a test: `fakePrivateKey`. */
const PRIVATE_KEYS: ReadonlySet<string> = new Set(["pem-private-key", "putty-private-key", "base64-private-key"]);

/** How many nodes above a value say what it is for. */
const NEAR = 8;

/** True for a value that shows how something is used, or that only makes an id: nobody gets in with it. */
export function isSample({ node, text }: Pick<NamedLiteral, "node" | "text">, detection: Detection): boolean {
	if (PRIVATE_KEYS.has(detection.id)) {
		return isCalledFake(node);
	}
	return (
		CHOSEN.has(detection.id) &&
		(isInExample(node) ||
			isMadeUp(node) ||
			(isCode(node, text) && !(PASSWORDS.has(detection.id) && !MAY_BE_CODE.test(text))) ||
			isDocumented(text, detection) ||
			(detection.id === "signing-key" && makesId(text, node)))
	);
}

/** `example: { password: "…" }` of a schema. */
function isInExample(node: TSESTree.Node): boolean {
	let steps = 0;
	for (const around of ancestorsOf(node)) {
		if (around.type === "Property" && EXAMPLE.test(nameOfKey(around.key, around.computed) ?? "")) {
			return true;
		}
		if (++steps > NEAR) {
			return false;
		}
	}
	return false;
}

const EXAMPLE = /^(?:examples?|sample(?:s|Request|Response|Payload)?)$/u;

/**
 * `const mockUser = { password: "…" }`: who wrote it says that nobody gets in with it. A single `demoPassword` may open
 * a demo; records in `demoUsers` show what there is.
 */
function isMadeUp(node: TSESTree.Node): boolean {
	let steps = 0;
	let isRecord = false;
	for (const around of ancestorsOf(node)) {
		isRecord ||= around.type === "ArrayExpression" && around.elements.length > 1;
		const words = splitName(nameOfPlace(around) ?? "");
		if (words.some((word) => MADE_UP.has(word) || (isRecord && SHOWN.has(word)))) {
			return true;
		}
		if (++steps > NEAR || isFunction(around)) {
			return false;
		}
	}
	return false;
}

const MADE_UP: ReadonlySet<string> = new Set(
	"fake mock mocks mocked dummy sample samples stub stubs placeholder".split(" "),
);
const SHOWN: ReadonlySet<string> = new Set(["demo", "demos", "example", "examples"]);

/**
 * `const fakePrivateKey = "…"`, `{ mockKey: "…" }`: the name that the value itself goes by. What is around it says nothing
 * of a key: `sampleService` may sign with one that counts.
 */
function isCalledFake(node: TSESTree.Node): boolean {
	let inner = node;
	for (const around of ancestorsOf(node)) {
		const name = nameOfPlace(around);
		if (name !== null) {
			return splitName(name).some((word) => FAKE.has(word));
		}
		// `"…".trim()`, `[…].join("")`, and not what the text is handed to.
		if (!WRAPS.has(around.type) && !(around.type === "CallExpression" && around.callee === inner)) {
			return false;
		}
		inner = around;
	}
	return false;
}

const FAKE: ReadonlySet<string> = new Set("fake mock mocked dummy stub".split(" "));

/** What a text is written in without being given away: parts joined, a trimmed template, a cast. */
const WRAPS: ReadonlySet<string> = new Set(
	"BinaryExpression TemplateLiteral TaggedTemplateExpression MemberExpression ArrayExpression TSAsExpression TSSatisfiesExpression TSNonNullExpression".split(
		" ",
	),
);

/** What a value in it is called by: a variable, a property, a field. */
function nameOfPlace(node: TSESTree.Node): string | null {
	switch (node.type) {
		case "VariableDeclarator":
			return node.id.type === "Identifier" ? node.id.name : null;
		case "Property":
		case "PropertyDefinition":
			return nameOfKey(node.key, node.computed);
		default:
			return null;
	}
}

/**
 * `API_KEYS = "L-1D180A63"` in an enumeration of quotas: one of many codes of one form, most of whose names are no
 * secrets'. A secret may have the form of another secret, and not that of everything around it.
 */
function isCode(node: TSESTree.Node, text: string): boolean {
	const { parent } = node;
	const members =
		parent?.type === "TSEnumMember"
			? parent.parent.members.map(({ id, initializer }) => [nameOfKey(id, false), initializer] as const)
			: parent?.type === "Property" && parent.value === node
				? tableAround(parent).map((one) =>
						one.type === "Property" ? ([nameOfKey(one.key, one.computed), one.value] as const) : null,
					)
				: [];
	const form = formOf(text);
	const alike = members.filter(
		(one) => one?.[1]?.type === "Literal" && typeof one[1].value === "string" && formOf(one[1].value) === form,
	);
	return alike.length >= MANY && alike.filter((one) => isSecretName(one?.[0] ?? "")).length * 2 < alike.length;
}

/** What stands in one object with a property, also where a part of it is spread into the whole: `{ ...only({ … }), … }`. */
function tableAround(property: TSESTree.Property): readonly TSESTree.ObjectLiteralElement[] {
	const found: (readonly TSESTree.ObjectLiteralElement[])[] = [];
	for (const around of ancestorsOf(property)) {
		if (around.type === "ObjectExpression") {
			found.push(around.properties);
		} else if (!PASSED_ON.has(around.type)) {
			break;
		}
	}
	return found.flat();
}

const PASSED_ON: ReadonlySet<string> = new Set(["SpreadElement", "CallExpression", "ConditionalExpression"]);

const PASSWORDS: ReadonlySet<string> = new Set(["password", "weak-password"]);

/** Codes are written in letters of one case, digits and a separator; who thinks of a password mixes more. */
const MAY_BE_CODE = /^(?:[A-Z\d_.:-]+|[a-z\d_.:-]+)$/u;

/** Fewer than this may be alike by chance. */
const MANY = 8;

/** `L-########`: where the marks of a text are, how long it is, and how it begins. */
function formOf(text: string): string {
	return text.slice(0, 2) + text.slice(2).replaceAll(/[A-Za-z0-9]/gu, "#");
}

/** `"password": "password123"` in a text: what documentation shows. */
function isDocumented(text: string, { start, end }: Detection): boolean {
	return (
		/["'`]/u.test(text[start - 1] ?? "") &&
		/^(?:password|passwd|secret|test|admin|user|demo|example)\d{0,6}!?$/iu.test(text.slice(start, end))
	);
}

/** `createHmac("sha1", "orders")` in `generateAppId`: a hash, whose key is a word. */
function makesId(text: string, node: TSESTree.Node): boolean {
	const around = functionAround(node);
	const name = around === null ? null : declaredName(around);
	return (
		/^[a-z]{2,16}(?:[-_:][a-z]{2,16})*$/u.test(text) &&
		!/secret|key|pass|token|salt|pepper/u.test(text) &&
		name?.type === "Identifier" &&
		HASHES.has(splitName(name.name).at(-1) ?? "")
	);
}

const HASHES: ReadonlySet<string> = new Set("id ids uuid hash fingerprint etag checksum digest".split(" "));
