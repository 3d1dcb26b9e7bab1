import { quoteWord } from "../text/quote-word.ts";
import type { AuditMatch, AuditStep, AuditSubject } from "./answer.ts";
import { planImage } from "./plan-image.ts";
import { wording, type Translate } from "../text/wording.ts";

type Planned = Pick<AuditSubject, "kind" | "name" | "region">;

/** What to do about what is in the repository. */
export function planMatches(
	subject: Planned,
	label: string,
	matches: readonly AuditMatch[],
	translate: Translate,
): readonly AuditStep[] {
	const open = matches.filter(({ findings }) => findings.length > 0);
	if (subject.kind === "image") {
		// What only another list says, or a copy in progress, needs no plan.
		return open.length === 0
			? []
			: planImage(
					{ id: subject.name, label, region: subject.region },
					open.map(({ place }) => place),
					translate,
				);
	}
	const steps = matches.flatMap(
		(match) => match.steps ?? (match.findings.length === 0 ? [] : stepsOf(subject, match, translate)),
	);
	return distinct(steps);
}

/** Files may have several findings, and one command fixes them. */
function distinct(steps: readonly AuditStep[]): readonly AuditStep[] {
	return [...new Map(steps.map((step) => [`${step.text}\n${step.command ?? ""}`, step])).values()];
}

function stepsOf(
	{ kind, name, region }: Planned,
	{ place, key }: AuditMatch,
	translate: Translate,
): readonly AuditStep[] {
	const [suitable] = key?.suitable ?? [];
	const fix: AuditStep = {
		text:
			kind === "bucket" && key !== undefined && key.level !== "customer"
				? translate(
						"Set the default encryption to `aws:kms` with {{key}} and a bucket key; the editor offers the edit. For a key of another account use its full ARN.",
						{
							key:
								suitable === undefined
									? wording("a customer managed key")
									: wording("key '{{id}}' ({{place}})", {
											id: suitable.id,
											place: `${suitable.place.file}:${String(suitable.place.line)}`,
										}),
						},
					)
				: translate("Fix what is reported; this shows what can be fixed automatically."),
		command: `kmslint --preset audit --fix-dry-run ${quoteWord(place.file)}`,
	};
	const at = region === null ? "" : ` --region ${region}`;
	const bucket = quoteWord(`s3://${name}`);
	return kind === "bucket"
		? [
				fix,
				{
					text: translate("A new default does not encrypt objects that exist. Copy them onto themselves."),
					command: `aws s3 cp${at} ${bucket} ${bucket} --recursive --sse aws:kms --sse-kms-key-id KEY_ARN`,
				},
			]
		: [fix];
}

/**
 * What to do about what only a synthesis has: nothing is fixed there.
 *
 * @param file the template, from the working directory
 */
export function planSynthesized(file: string, translate: Translate): AuditStep {
	const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
	return {
		text: translate(
			"Fix it in the source of the app; the next synthesis replaces this template. This shows the lines that create it.",
		),
		command: `kmslint --preset audit ${quoteWord(folder)}`,
	};
}

/** What to look at, for what is not in the repository. */
export function planAbsent(
	{ kind, name, region }: Planned,
	{ label, check }: { readonly label: string; readonly check: string },
	translate: Translate,
): readonly AuditStep[] {
	const at = region === null ? "" : ` --region ${region}`;
	const word = quoteWord(name);
	switch (kind) {
		case "image":
			return planImage({ id: name, label, region }, [], translate);
		case "function":
			// Anything else would be an option, or a file to the AWS CLI.
			if (!/^\w[\w:-]*$/u.test(name)) {
				return [];
			}
			return [
				{
					text: translate(
						"See its key and the names of its variables, and look for the repository that deploys it in its tags.",
					),
					command: `aws lambda get-function${at} --function-name ${word} --query '{key: Configuration.KMSKeyArn, variables: keys(Configuration.Environment.Variables || \`{}\`), tags: Tags}'`,
				},
			];
		case "bucket":
			if (!/^\w[\w.-]*$/u.test(name)) {
				return [];
			}
			return [
				{
					text: translate("See its default encryption."),
					command: `aws s3api get-bucket-encryption${at} --bucket ${word}`,
				},
			];
		case "account":
			return /\bebs\b/iu.test(check)
				? [
						{
							text: translate(
								"See whether new volumes of the account are encrypted, in each Region that it uses.",
							),
							command: `aws ec2 get-ebs-encryption-by-default${at}`,
						},
						{ text: translate("Encrypt them."), command: `aws ec2 enable-ebs-encryption-by-default${at}` },
					]
				: [];
		case "resource":
		case "any":
			return [];
		default:
			return kind satisfies never;
	}
}
