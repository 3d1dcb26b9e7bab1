/** The languages of messages and reports. */
export const LANGUAGES = ["en", "es", "ja"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of a locale, `es-MX` or `ja_JP.UTF-8`; null for one that there are no words for. */
export function languageOfLocale(locale: string): Language | null {
	const [, name = ""] = /^([a-z]{2,3})(?:[-_.@]|$)/iu.exec(locale) ?? [];
	return LANGUAGES.find((language) => language === name.toLowerCase()) ?? null;
}

/**
 * The language that the environment names for messages; null for none. The first variable that is set decides, as in
 * POSIX: "Environment Variables", The Open Group Base Specifications, section 8.2.
 */
export function environmentLanguage(env: Readonly<Record<string, string | undefined>>): Language | null {
	const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find(
		(value) => value !== undefined && value !== "",
	);
	return locale === undefined ? null : languageOfLocale(locale);
}
