import { splitName } from "./name-kind.ts";

const OF_SITE: ReadonlySet<string> = new Set(
	"asset assets static site website frontend web www cdn spa landing public media image images photos video videos audio speech thumbnails avatars".split(
		" ",
	),
);
const OF_USERS: ReadonlySet<string> = new Set(
	"upload uploads uploaded user users private document documents file files data backup log logs patient patients kyc identity customer customers client clients call calls recording recordings invoice invoices chat".split(
		" ",
	),
);

/** True for the name of a bucket that says that a site's files are in it: `FrontendAssetsBucket`, not `UserAssets`. */
export function saysSite(name: string): boolean {
	const words = splitName(name);
	return words.some((word) => OF_SITE.has(word)) && !words.some((word) => OF_USERS.has(word));
}
