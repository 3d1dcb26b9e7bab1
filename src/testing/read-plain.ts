import { isMap, isScalar, Lexer, parseDocument, type CollectionTag, type ScalarTag } from "yaml";
import type { PlainTemplate } from "./lower-sam.ts";

const BARE = new Set(["Ref", "Condition"]);

/** Every intrinsic in every shape it can have; `yaml` wants a tag for each. */
const TAGS: readonly (ScalarTag | CollectionTag)[] = [
	"And",
	"Base64",
	"Cidr",
	"Condition",
	"Contains",
	"EachMemberEquals",
	"EachMemberIn",
	"Equals",
	"FindInMap",
	"ForEach",
	"GetAtt",
	"GetAZs",
	"If",
	"ImportValue",
	"Join",
	"Length",
	"Not",
	"Or",
	"Ref",
	"RefAll",
	"Select",
	"Split",
	"Sub",
	"ToJsonString",
	"Transform",
	"ValueOf",
	"ValueOfAll",
].flatMap((name) => {
	const long = BARE.has(name) ? name : `Fn::${name}`;
	const tag = `!${name}`;
	return [
		{
			tag,
			resolve: (text: string) => ({
				[long]: name === "GetAtt" ? [text.split(".")[0], text.split(".").slice(1).join(".")] : text,
			}),
		},
		{
			tag,
			collection: "seq" as const,
			resolve: (list: { toJSON(): unknown }) => ({ [long]: list.toJSON() }) as never,
		},
		{
			tag,
			collection: "map" as const,
			resolve: (map: { toJSON(): unknown }) => ({ [long]: map.toJSON() }) as never,
		},
	];
});

/**
 * Reads a template with the reference parser as plain data: long-form intrinsics, aliases and merge keys written out.
 * It shares no line with our own reader, so that a mistake of ours does not prove itself.
 *
 * @throws {Error} where the text is no YAML
 */
export function readPlain(text: string): PlainTemplate {
	const document = parseDocument(text, {
		customTags: [...TAGS] as never,
		merge: true,
		version: "1.2",
		uniqueKeys: false,
		keepSourceTokens: false,
	});
	const [error] = document.errors;
	if (error !== undefined) {
		throw error;
	}
	return plain(document.toJS({ maxAliasCount: 1000 })) as PlainTemplate;
}

/** A resolved tag inside a tag comes as a node of its own; here it becomes data too. */
function plain(value: unknown): unknown {
	if (isScalar(value) || isMap(value)) {
		return plain(value.toJSON());
	}
	if (Array.isArray(value)) {
		return value.map(plain);
	}
	return typeof value === "object" && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
		: value;
}

/** The comments of a text, sorted: equal lists mean that none was lost, made or changed. JSON has none. */
export function readComments(text: string): readonly string[] {
	return [...new Lexer().lex(text)].filter((token) => token.startsWith("#")).sort();
}
