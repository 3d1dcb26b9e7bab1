import { AwsError } from "./aws-error.ts";

/** How the extension asks on the function's behalf. */
export type Lookup = (operation: "GetParameter" | "GetSecretValue", input: Readonly<Record<string, unknown>>) => object;

/**
 * The AWS Parameters and Secrets Lambda extension: HTTP on a port of the function's own machine, with a cache.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html
 */
export class Extension {
	/** False while the function starts: until then, every request is answered 400. */
	ready = true;
	readonly #token: string;
	readonly #lookup: Lookup;
	readonly #cache = new Map<string, object>();

	/** @param token the function's `AWS_SESSION_TOKEN` */
	constructor(token: string, lookup: Lookup) {
		this.#token = token;
		this.#lookup = lookup;
	}

	/** Drops what is cached, as after its TTL of 300 seconds. */
	clearCache(): void {
		this.#cache.clear();
	}

	/** @throws {AwsError} with the status of the answer */
	answer(url: URL, token: string | undefined): object {
		if (!this.ready) {
			throw new AwsError("NotReady", "not ready to serve traffic, please wait");
		}
		if (token !== this.#token) {
			throw new AwsError("Unauthorized", "some error with the token", 401);
		}
		const key = `${url.pathname}?${url.searchParams.toString()}`;
		const known = this.#cache.get(key);
		if (known !== undefined) {
			return known;
		}
		const found = this.#ask(url);
		this.#cache.set(key, found); // After it was found: a failure is asked again.
		return found;
	}

	#ask({ pathname, searchParams }: URL): object {
		switch (pathname) {
			case "/systemsmanager/parameters/get": {
				const selector = searchParams.get("version") ?? searchParams.get("label");
				const name = searchParams.get("name") ?? "";
				return this.#lookup("GetParameter", {
					Name: selector === null ? name : `${name}:${selector}`,
					WithDecryption: searchParams.get("withDecryption") === "true",
				});
			}
			case "/secretsmanager/get":
				return this.#lookup("GetSecretValue", {
					SecretId: searchParams.get("secretId"),
					VersionId: searchParams.get("versionId"),
					VersionStage: searchParams.get("versionStage"),
				});
			default:
				throw new AwsError("NotFound", "not found", 404);
		}
	}
}
