/** What a service of AWS answers instead of a result. */
export class AwsError extends Error {
	readonly code: string;
	readonly status: number;

	/** @param code what the SDK's error is named, `ParameterNotFound` */
	constructor(code: string, message: string, status = 400) {
		super(message);
		this.code = code;
		this.status = status;
	}
}
