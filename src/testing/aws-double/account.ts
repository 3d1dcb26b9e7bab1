import { AwsError } from "./aws-error.ts";
import { isAllowed, isLike, mayUseKey, type Keys, type Statement } from "./policy.ts";

export const REGION = "eu-west-1";
export const ACCOUNT_ID = "111122223333";

/** One request that reached the double. No values: a test may print it. */
export interface Call {
	readonly service: "ssm" | "kms" | "secretsmanager" | "extension";
	/** `GetParameter` */
	readonly operation: string;
	/** The name, id or ARN that was asked for, as it was written; several are joined by a comma. */
	readonly target: string;
	readonly principal: string;
	/** `extension` for what the Lambda extension asked on the function's behalf. */
	readonly via: "sdk" | "extension";
	/** `ok`, or the code of the error. */
	readonly outcome: string;
}

/** Who asks, and through which service. */
export interface Caller {
	readonly principal: string;
	/** Null for a caller that asks by itself. */
	readonly viaService: string | null;
}

interface Throttle {
	readonly action: string;
	left: number;
}

/** Who may do what, what is throttled, and what was asked. */
export class Account {
	readonly calls: Call[] = [];
	readonly #policies = new Map<string, readonly Statement[]>();
	readonly #throttles: Throttle[] = [];

	/** @param principal its access key id */
	attach(principal: string, statements: readonly Statement[]): void {
		this.#policies.set(principal, statements);
	}

	policyOf(principal: string): readonly Statement[] | undefined {
		return this.#policies.get(principal);
	}

	throttle(action: string, times: number): void {
		this.#throttles.push({ action, left: times });
	}

	unthrottle(): void {
		this.#throttles.length = 0;
	}

	/** @throws {AwsError} where a throttle is on for the action */
	pass(action: string): void {
		const throttle = this.#throttles.find((one) => one.left > 0 && isLike(action, one.action));
		if (throttle !== undefined) {
			throttle.left -= 1;
			throw new AwsError("ThrottlingException", "Rate exceeded");
		}
	}

	/** @throws {AwsError} `AccessDeniedException`, as IAM words it */
	authorize(caller: Caller, action: string, resource: string, keys: Keys = {}): void {
		if (!isAllowed(this.#statementsOf(caller), { action, resource, keys: { ...keys, ...keysOf(caller) } })) {
			throw denied(caller, action, resource, `no identity-based policy allows the ${action} action`);
		}
	}

	/**
	 * @param keyPolicy the statements of the key's policy
	 * @throws {AwsError} `AccessDeniedException`
	 */
	authorizeKey(caller: Caller, action: string, key: string, keyPolicy: readonly Statement[], keys: Keys): void {
		const question = { action, resource: key, keys: { ...keys, ...keysOf(caller) } };
		if (!mayUseKey(this.#statementsOf(caller), keyPolicy, question, arnOfPrincipal(caller.principal))) {
			throw denied(caller, action, key, "neither its policy nor an identity-based policy allows it");
		}
	}

	#statementsOf({ principal }: Caller): readonly Statement[] {
		return this.#policies.get(principal) ?? [];
	}
}

/** The role that a principal of the double is. */
function arnOfPrincipal(principal: string): string {
	return `arn:aws:iam::${ACCOUNT_ID}:role/${principal}`;
}

function keysOf({ viaService }: Caller): Keys {
	return { "kms:CallerAccount": ACCOUNT_ID, ...(viaService === null ? {} : { "kms:ViaService": viaService }) };
}

function denied({ principal }: Caller, action: string, resource: string, why: string): AwsError {
	return new AwsError(
		"AccessDeniedException",
		`User: arn:aws:sts::${ACCOUNT_ID}:assumed-role/${principal}/double is not authorized to perform: ${action} on resource: ${resource} because ${why}`,
	);
}
