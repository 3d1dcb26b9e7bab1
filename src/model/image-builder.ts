import type { Rung } from "./protection.ts";
import type { Resource } from "./resource.ts";
import { alternatives, follow } from "./value.ts";
import { IMAGE_PLACES } from "./volume.ts";
import { weakVolumes } from "./volume-protection.ts";

/** What builds images and distributes them. */
const BUILDERS = ["AWS::ImageBuilder::ImagePipeline", "AWS::ImageBuilder::Image"] as const;

const RECIPE = "AWS::ImageBuilder::ImageRecipe";

/**
 * True where everything in the stack that distributes by this configuration builds images whose volumes have the
 * required level: a copy of an encrypted snapshot is encrypted. Source: "Copy an Amazon EBS snapshot", Amazon EBS User
 * Guide.
 */
export function distributesEncrypted(distribution: Resource, minimum: Rung): boolean {
	const { stack } = distribution;
	const builders = BUILDERS.flatMap((type) => stack.find(type)).filter((builder) =>
		referredBy(builder, "DistributionConfigurationArn").includes(distribution.id),
	);
	return builders.length > 0 && builders.every((builder) => buildsEncrypted(builder, minimum));
}

function buildsEncrypted(builder: Resource, minimum: Rung): boolean {
	const recipes = referredBy(builder, "ImageRecipeArn").map((id) => builder.stack.resource(id));
	return (
		recipes.length > 0 &&
		recipes.every((recipe) => {
			const volumes =
				recipe?.type === RECIPE
					? IMAGE_PLACES.filter(({ type }) => type === RECIPE).flatMap((place) =>
							follow(recipe.properties, place.path).map(({ value }) => ({ place, value })),
						)
					: [];
			return (
				volumes.length > 0 &&
				volumes.every(
					({ place, value }) => value.kind === "map" && weakVolumes(place, value, minimum).length === 0,
				)
			);
		})
	);
}

/** The resources of the stack that a property names. */
function referredBy(resource: Resource, property: string): readonly string[] {
	return alternatives(resource.get(property)).flatMap(({ value }) =>
		value.kind === "reference" && value.to.of === "resource" ? [value.to.id] : [],
	);
}
