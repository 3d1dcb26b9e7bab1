import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Measured } from "./measure.ts";

/** A tool that looks for some of the same things. */
interface Peer {
	readonly program: string;
	/** What it reads of what we read. */
	readonly kinds: readonly ("yaml" | "json" | "programs")[];
	readonly argv: (folder: string, scratch: string) => readonly string[];
	/** True for what takes minutes for a large set. */
	readonly isSlow?: true;
}

/** Four rules on keys of functions and encryption of volumes, buckets and queues, in the language of cfn-guard. */
const GUARD_RULES = `let functions = Resources.*[ Type == 'AWS::Lambda::Function' ]
rule function_keys when %functions !empty { %functions.Properties.KmsKeyArn exists }
let volumes = Resources.*[ Type == 'AWS::EC2::Volume' ]
rule volumes_encrypted when %volumes !empty { %volumes.Properties.Encrypted == true }
let buckets = Resources.*[ Type == 'AWS::S3::Bucket' ]
rule buckets_encrypted when %buckets !empty { %buckets.Properties.BucketEncryption exists }
let keys = Resources.*[ Type == 'AWS::KMS::Key' ]
rule keys_rotated when %keys !empty { %keys.Properties.EnableKeyRotation == true }
`;

const PEERS: readonly Peer[] = [
	{
		program: "cfn-guard",
		kinds: ["yaml", "json"],
		argv: (folder, scratch) => {
			const rules = join(scratch, "four.guard");
			writeFileSync(rules, GUARD_RULES);
			return ["validate", "--rules", rules, "--data", folder];
		},
	},
	{
		program: "cfn-lint",
		kinds: ["yaml", "json"],
		argv: (folder) => ["--non-zero-exit-code", "none", `${folder}/*`],
		isSlow: true,
	},
	{
		program: "checkov",
		kinds: ["yaml", "json"],
		argv: (folder) => ["--directory", folder, "--framework", "cloudformation", "--compact", "--quiet"],
		isSlow: true,
	},
	{
		program: "gitleaks",
		kinds: ["yaml", "json", "programs"],
		argv: (folder) => ["dir", folder, "--no-banner", "--exit-code", "0"],
	},
	{ program: "secretlint", kinds: ["yaml", "json", "programs"], argv: (folder) => [`${folder}/**/*`] },
];

/** The tools that are installed, on the same files. */
export function peersFor(
	{ kind, isLarge }: { readonly kind: "yaml" | "json" | "programs"; readonly isLarge: boolean },
	folder: string,
	scratch: string,
): readonly Measured[] {
	return PEERS.filter(
		({ program, kinds, isSlow }) =>
			kinds.includes(kind) &&
			!(isLarge && isSlow === true) &&
			spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0,
	).map(({ program, argv }) => ({ name: program, command: [program, ...argv(folder, scratch)] }));
}
