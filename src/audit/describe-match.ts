import type { AppFile, AppFunction } from "../app/application.ts";
import { redactLabel } from "../detect/redact.ts";
import { SEVERITIES } from "../rule/rule.ts";
import type { AuditFinding, AuditMatch } from "./answer.ts";
import type { AuditInput, FileFinding, Mention } from "./audit-input.ts";
import { describeEnvironment } from "./describe-environment.ts";
import { describeBucketKey, describeFunctionKey } from "./describe-key.ts";
import { locate } from "./locate.ts";
import { planFunction } from "./plan-function.ts";
import type { FoundResource, KnownResource } from "./resource-index.ts";

/** Describes what a list names: what is reported about it, its variables and its key. */
export class MatchDescriber {
	readonly #input: AuditInput;
	readonly #byFile = new Map<AppFile, ReadonlyMap<string, readonly FileFinding[]>>();
	readonly #known = new Map<KnownResource, AuditMatch>();

	constructor(input: AuditInput) {
		this.#input = input;
	}

	describe({ known, condition }: FoundResource): AuditMatch {
		let match = this.#known.get(known);
		if (match === undefined) {
			match = this.#describe(known);
			this.#known.set(known, match);
		}
		return condition === null ? match : { ...match, condition: redactLabel(this.#input.translate(condition)) };
	}

	/** A use of an image, or of an account number. */
	describeMention({ place, resource, finding }: Mention): AuditMatch {
		return {
			id: resource === null ? place.file : redactLabel(resource.id),
			type: resource?.type ?? null,
			place,
			condition: null,
			findings: finding === null ? [] : [finding],
		};
	}

	#describe(known: KnownResource): AuditMatch {
		const { resource, stack, place, fn } = known;
		const own = this.#findingsOf(place.file, resource.id);
		const inCode = fn === null ? [] : this.#findingsInCode(fn);
		const found = [...own.map((one) => toFinding(one, place.file)), ...inCode.map(({ finding }) => finding)];
		const bare = {
			id: redactLabel(resource.id),
			type: resource.type,
			place: locate(place),
			condition: null,
			findings: [...found].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
		};
		if (fn === null) {
			return resource.type === "AWS::S3::Bucket" ? { ...bare, key: describeBucketKey(resource, stack) } : bare;
		}
		const environment = describeEnvironment(fn, this.#input.translate);
		const key = describeFunctionKey(fn, this.#input.translate);
		const property = fn.resource.spell("KmsKeyArn");
		const missing = own.find((one) => one.property === property);
		return {
			...bare,
			environment,
			key,
			steps: planFunction({
				file: bare.place.file,
				environment,
				key,
				missingKey: missing === undefined ? null : toFinding(missing, place.file),
				translate: this.#input.translate,
				hasSecrets: [...own, ...inCode.map(({ raw }) => raw)].some(({ rule }) => this.#input.movable.has(rule)),
			}),
		};
	}

	/** What is reported in the modules of a function that are its own: in files, not in the template. */
	#findingsInCode({
		code,
		place,
	}: AppFunction): readonly { readonly raw: FileFinding; readonly finding: AuditFinding }[] {
		const files = new Set(code.kind === "linked" ? code.modules.map(({ file }) => file) : []);
		return [...files]
			.filter((file) => file !== place.file)
			.flatMap((file) => this.#input.findingsIn(file).map((raw) => ({ raw, finding: toFinding(raw, file) })));
	}

	#findingsOf(file: AppFile, id: string): readonly FileFinding[] {
		let byId = this.#byFile.get(file);
		if (byId === undefined) {
			const found = new Map<string, FileFinding[]>();
			for (const finding of this.#input.findingsIn(file)) {
				for (const one of new Set(
					[finding.resource, ...(finding.others ?? [])].flatMap((each) => each?.id ?? []),
				)) {
					const same = found.get(one) ?? [];
					found.set(one, same);
					same.push(finding);
				}
			}
			byId = found;
			this.#byFile.set(file, byId);
		}
		return byId.get(id) ?? [];
	}
}

function toFinding({ rule, severity, message, span }: FileFinding, file: AppFile): AuditFinding {
	return { rule, severity, message, place: locate({ file, span }) };
}
