import { isBuiltin } from "node:module";

/**
 * Packages that read no variable of their user's, except those of their own names: clients of AWS, helpers for values,
 * dates and requests. Of any other package nobody here knows what it reads: clients of databases and services often take a
 * password or a token from the environment.
 */
const KNOWN =
	/^(?:node:.*|@aws-sdk\/.*|@smithy\/.*|@aws-crypto\/.*|aws-sdk|aws-xray-sdk(?:-core)?|@aws-lambda-powertools\/.*|@middy\/.*|@types\/.*|aws-lambda|tslib|uuid|nanoid|ulid|lodash(?:\..*)?|zod|yup|joi|ajv|axios|got|ky|undici|node-fetch|cross-fetch|jsonwebtoken|jose|bcrypt(?:js)?|dayjs|moment|luxon|date-fns|qs|mime(?:-types)?|form-data|http-errors|fast-xml-parser|xml2js|csv-parse|source-map-support)$/u;

/** True for a package that reads no variable of its user's. */
export function isKnownPackage(name: string): boolean {
	return isBuiltin(name) || KNOWN.test(name);
}
