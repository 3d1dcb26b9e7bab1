/** The last name of a path: `KmsKeyId` of `Ebs.KmsKeyId`. */
export function lastOfPath(path: string): string {
	return path.slice(path.lastIndexOf(".") + 1);
}
