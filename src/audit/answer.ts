import type { Severity } from "../rule/rule.ts";

/** A position in a file: the path from the working directory, line and column from 1. */
export interface AuditPlace {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** The answers to all rows of some lists, in their order. It is what the JSON format prints; no value of a secret is in it. */
export interface AuditReport {
	readonly lists: readonly AuditList[];
	readonly answers: readonly AuditAnswer[];
	readonly summary: AuditSummary;
	readonly costs: AuditCosts;
	/** What rows that are not found may be all the same. */
	readonly open: readonly AuditOpen[];
}

/** A list that was read. */
export interface AuditList {
	readonly file: string;
	/** `CSV, utf-16le`, `JSON` */
	readonly format: string;
	readonly rows: number;
	/** Lines above the header that are no rows. */
	readonly skipped: number;
}

/** The answer to one row of a list. */
export interface AuditAnswer {
	readonly list: string;
	/** The numbers of the row; two for one whose line is broken into two. */
	readonly rows: readonly number[];
	/** The line where the row begins; null in JSON. */
	readonly line: number | null;
	/** What was checked, as the list says it. */
	readonly check: string;
	/** What else the list says to recognize the resource by. */
	readonly label: string;
	/** True if the list says that there is nothing to do. */
	readonly isPassed: boolean;
	/** What the row is about; empty if it names no resource. */
	readonly subjects: readonly AuditSubject[];
	/** True if something in the repository that the row names is reported. */
	readonly isExposed: boolean;
}

/**
 * `found`: in the repository. `depends`: in the repository if a value that is not known until deployment is as the match
 * says. `absent`: not in the repository.
 */
export type AuditStatus = "found" | "depends" | "absent";

/** Something that a row names. */
export interface AuditSubject {
	readonly kind: "function" | "bucket" | "image" | "account" | "resource" | "any";
	readonly name: string;
	readonly account: string | null;
	readonly region: string | null;
	readonly status: AuditStatus;
	readonly matches: readonly AuditMatch[];
	/** Of what is absent: the nearest names of the repository. */
	readonly candidates: readonly AuditCandidate[];
	/** What to do, in this order. */
	readonly steps: readonly AuditStep[];
	/** What it costs, in words. */
	readonly costs: readonly string[];
}

/** A resource, or a use of an image. */
export interface AuditMatch {
	/** The logical id, the name in Terraform, the id of the construct; of a use outside of resources, the file. */
	readonly id: string;
	/** Its CloudFormation type; null in a program. */
	readonly type: string | null;
	readonly place: AuditPlace;
	/** What has to be so for it to be the listed one, to follow "if"; null if nothing has to. */
	readonly condition: string | null;
	readonly findings: readonly AuditFinding[];
	/** Of a function. */
	readonly environment?: AuditEnvironment;
	/** Of a function and a bucket: what encrypts it. */
	readonly key?: AuditKey;
	/** Of a function: what to do about it. */
	readonly steps?: readonly AuditStep[];
}

/** What a rule reports about a resource or its code. */
export interface AuditFinding {
	readonly rule: string;
	readonly severity: Severity;
	readonly message: string;
	readonly place: AuditPlace;
}

/** The environment of a function. */
export interface AuditEnvironment {
	/** How many variables the configuration sets. */
	readonly variables: number;
	/** Why more may be set, to follow "because"; null if all are known. */
	readonly unknown: string | null;
	readonly sensitive: readonly { readonly name: string; readonly why: string; readonly place: AuditPlace | null }[];
}

/** The key that encrypts something, and those that could. */
export interface AuditKey {
	readonly level: "customer" | "aws-managed" | "s3-managed" | "none" | "unknown";
	/** The key itself; null if it is not in the same stack. */
	readonly key: AuditUsableKey | null;
	/** Keys of the same stack that could be used instead. */
	readonly suitable: readonly AuditUsableKey[];
}

export interface AuditUsableKey {
	readonly id: string;
	readonly place: AuditPlace;
	/** Of a function: whether its role may decrypt with it. */
	readonly decrypts: "allowed" | "denied" | "unknown" | null;
	/** Why, in words. */
	readonly why: string;
}

interface AuditCandidate {
	readonly name: string;
	readonly id: string;
	readonly type: string;
	readonly place: AuditPlace;
	/** Why it is near. */
	readonly why: string;
}

export interface AuditStep {
	readonly text: string;
	/** A line for a POSIX shell; null if it is done by hand. */
	readonly command: string | null;
}

/** A resource whose name is not known until deployment. */
interface AuditOpen {
	readonly id: string;
	readonly type: string;
	readonly place: AuditPlace;
}

interface AuditSummary {
	readonly rows: number;
	readonly exposed: number;
	readonly found: number;
	readonly depends: number;
	readonly absent: number;
	/** Rows that name no resource. */
	readonly unnamed: number;
}

/** What all answers together cost. */
export interface AuditCosts {
	/** Listed functions and buckets of the repository without a customer managed key. */
	readonly withoutKey: number;
	/** Listed images of the repository that are not encrypted. */
	readonly images: number;
	readonly lines: readonly string[];
}
