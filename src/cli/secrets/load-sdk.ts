import { UsageError } from "../../lint/usage-error.ts";
import { codeOf } from "../../files/read-regular-file.ts";

/**
 * Loads a client of the AWS SDK, which is installed only where somebody stores secrets.
 *
 * @throws {UsageError} with what to install, where it is missing
 */
export async function loadSdk<Sdk>(name: string, load: () => Promise<Sdk>): Promise<Sdk> {
	try {
		return await load();
	} catch (cause) {
		if (codeOf(cause) !== "ERR_MODULE_NOT_FOUND") {
			throw cause;
		}
		throw new UsageError(
			`'kmslint secrets store' needs the AWS SDK's client. Run: npm install --save-dev ${name}`,
			{ cause },
		);
	}
}
