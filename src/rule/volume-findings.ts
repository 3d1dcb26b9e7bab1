import { arnOf, fittingKeys } from "../model/kms-key.ts";
import type { Engine, Update } from "../model/engine.ts";
import type { Rung } from "../model/protection.ts";
import type { Resource } from "../model/resource.ts";
import { follow, getIn, type MapValue } from "../model/value.ts";
import type { Way } from "../model/way.ts";
import { whenWords } from "./when-words.ts";
import { weakVolumes, type VolumeState } from "../model/volume-protection.ts";
import type { VolumePlace } from "../model/volume.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { cautionOf, consequenceOf } from "./offers/store-edits.ts";
import type { Problem, Suggestion } from "./rule.ts";
import { lastOfPath } from "../text/last-of-path.ts";
import { wording, type Words } from "../text/wording.ts";

/** Message texts that every rule over {@link VolumePlace} shares. */
export const VOLUME_MESSAGES = {
	unencrypted: "{{noun}} of '{{id}}' is not encrypted{{when}}. {{advice}}",
	keyWithoutEncryption: "{{noun}} of '{{id}}' has a key but is not encrypted{{when}}. {{advice}}",
	missingKey: "{{noun}} of '{{id}}' uses an AWS managed key{{when}}. {{advice}}",
	encrypt: "Set `{{setting}}` ({{consequence}}).",
	useKey: "Use key '{{key}}' of this {{unit}} ({{consequence}}).",
} as const;

/** Checks every volume of a resource for the required level. */
export function* findWeakVolumes(places: readonly VolumePlace[], resource: Resource, minimum: Rung): Iterable<Problem> {
	for (const place of places) {
		if (place.type !== resource.type) {
			continue;
		}
		for (const { value, when, name } of follow(resource.properties, place.path)) {
			if (value.kind === "unresolved" || value.kind === "reference") {
				yield {
					unknown: value.kind === "unresolved" ? value.why : "it is not known until deployment",
					at: value.span,
					property: place.path,
				};
			} else if (value.kind === "map") {
				yield* findWeakVolume(place, resource, value, when, minimum, name);
			}
		}
	}
}

function* findWeakVolume(
	place: VolumePlace,
	resource: Resource,
	map: MapValue,
	around: readonly Way[],
	minimum: Rung,
	name: Span | undefined,
): Iterable<Problem> {
	const path = place.path.replaceAll("[]", "");
	const decider = [path, place.encrypted].filter((name) => name !== "").join(".");
	const spell = (name: string): string => resource.spellIn?.(map, name) ?? resource.spell(name);
	const property = spell(decider);
	const setting = resource.spellSetting(decider, place.on ?? true);
	const keyProperty = [path, place.key ?? place.encrypted].filter((name) => name !== "").join(".");
	const update = updateOf(resource, place);
	for (const state of weakVolumes(place, map, minimum)) {
		const when = [...around, ...state.when];
		if (!resource.stack.isPossible(when)) {
			continue;
		}
		const data = {
			id: resource.id,
			noun: place.noun,
			when: whenWords(when),
			key: place.key === null ? "" : lastOfPath(resource.spell(keyProperty)),
			advice: adviceFor(update, setting, resource.stack.engine),
		};
		if (state.protection !== "none") {
			yield {
				at: state.key.kind === "absent" ? state.switch.span : state.key.span,
				messageId: "missingKey",
				severity: "medium",
				data: { ...data, advice: keyAdviceFor(update, data.key, resource.stack.engine) },
				property: spell(keyProperty),
				suggestions: when.length > 0 || update === "refuse" ? [] : keySuggestions(place, resource, map, update),
			};
			continue;
		}
		const edits = when.length > 0 ? null : switchOn(place, resource, map, state);
		const risk = update === "in-place" ? riskOf(place, map) : null;
		yield {
			at: placeOf(resource, map, state, name),
			messageId: state.keyWithoutSwitch ? "keyWithoutEncryption" : "unencrypted",
			data,
			property,
			...(update === "refuse"
				? {}
				: update === "in-place" && risk === null
					? { fix: edits }
					: {
							suggestions: [
								{
									messageId: "encrypt",
									data: {
										setting,
										consequence: risk ?? consequenceOf(update, resource.stack.engine),
									},
									edits,
								},
							],
						}),
		};
	}
}

/**
 * Why a person decides about an update in place; null where nobody needs to. A volume that is made from a snapshot
 * takes no encryption of its own by the page of "AWS::EC2::LaunchTemplate Ebs", and takes it by that of EC2's
 * `RunInstances`.
 */
function riskOf(place: VolumePlace, map: MapValue): Words | null {
	const isFromSnapshot = place.snapshot !== null && getIn(map, [place.snapshot]).kind !== "absent";
	return place.caution ?? (isFromSnapshot ? wording("EC2 may refuse it for a volume from a snapshot") : null);
}

/** The switch where it is written, else the name of what holds the volume (`Ebs`), else the resource. */
function placeOf(resource: Resource, map: MapValue, state: VolumeState, name: Span | undefined): Span {
	if (state.switch.kind !== "absent" || state.switch.explicit) {
		return state.switch.span;
	}
	return map === resource.properties ? resource.head : (name ?? map.entries[0]?.keySpan ?? resource.head);
}

function switchOn(
	place: VolumePlace,
	resource: Resource,
	map: MapValue,
	state: VolumeState,
): readonly TextEdit[] | null {
	if (
		place.off !== undefined ||
		(state.switch.kind !== "absent" && (state.switch.kind !== "literal" || state.switch.via !== null))
	) {
		return null; // What another place decides (a parameter, a mapping) is not overwritten here.
	}
	return map === resource.properties
		? resource.set(place.encrypted, true)
		: resource.stack.editor.set(map, place.encrypted, true);
}

function keySuggestions(
	place: VolumePlace,
	resource: Resource,
	map: MapValue,
	update: Exclude<Update, "refuse">,
): readonly Suggestion[] {
	const { key } = place;
	return key === null
		? []
		: fittingKeys(resource).map((fitting) => {
				const value = arnOf(fitting);
				return {
					messageId: "useKey",
					data: { key: fitting.id, consequence: consequenceOf(update, resource.stack.engine) },
					edits:
						map === resource.properties
							? resource.set(key, value)
							: resource.stack.editor.set(map, key, value),
				};
			});
}

/** What the engine does when the volume is encrypted on what is deployed: the switch counts as never set. */
function updateOf({ stack }: Resource, { type, path, encrypted }: VolumePlace): Update {
	return stack.engine.updateOf(type, path === "" ? encrypted : `${path}.${encrypted}`, false);
}

function keyAdviceFor(update: Update, key: string, engine: Engine): Words {
	return update === "refuse"
		? wording("Replace it with a copy under a customer managed key; the key cannot be changed.")
		: wording("Set `{{key}}` to a customer managed key{{caution}}.", { key, caution: cautionOf(update, engine) });
}

function adviceFor(update: Update, setting: string, engine: Engine): Words {
	switch (update) {
		case "refuse":
			return wording("Replace it with an encrypted copy; it cannot be encrypted in place.");
		case "replace":
			return wording("Set `{{setting}}`; {{consequence}}.", {
				setting,
				consequence: consequenceOf(update, engine),
			});
		case "in-place":
		case "interrupt":
		case "unsure":
			return wording("Set `{{setting}}`.", { setting });
		default:
			return update satisfies never;
	}
}
