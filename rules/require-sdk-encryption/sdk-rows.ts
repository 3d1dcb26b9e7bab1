/** One operation that makes something, and the switch that encrypts it. */
export interface SdkRow {
	/** As v3 calls its package, without dashes. */
	readonly service: string;
	readonly operation: string;
	/**
	 * Where the object with the switch stands in the input; `[]` for each item of a list. Empty for the input itself.
	 */
	readonly at: string;
	readonly property: string;
	/** What is made, to stand in a sentence. */
	readonly what: string;
	/** Properties that decide in its place where they are given: a snapshot that is encrypted already, a cluster. */
	readonly unless: readonly string[];
	/** True where an account can encrypt by default what says nothing. */
	readonly accountDefault: boolean;
}

const row = (service: string, operation: string, what: string, more: Partial<SdkRow> = {}): SdkRow => ({
	service,
	operation,
	what,
	at: "",
	property: "Encrypted",
	unless: [],
	accountDefault: service === "ec2",
	...more,
});

const DEVICES = { what: "volume", unless: ["SnapshotId"] } as const;

/**
 * What the SDKs make without encryption unless they are told.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
 */
export const SDK_ROWS: readonly SdkRow[] = [
	row("ec2", "CreateVolume", "volume", { unless: ["SnapshotId"] }),
	row("ec2", "CopyImage", "image"),
	row("ec2", "CopySnapshot", "snapshot"),
	row("ec2", "ImportImage", "image"),
	row("ec2", "ImportSnapshot", "snapshot"),
	row("ec2", "RunInstances", "volume", { ...DEVICES, at: "BlockDeviceMappings[].Ebs" }),
	row("ec2", "CreateLaunchTemplate", "volume", { ...DEVICES, at: "LaunchTemplateData.BlockDeviceMappings[].Ebs" }),
	row("ec2", "CreateLaunchTemplateVersion", "volume", {
		...DEVICES,
		at: "LaunchTemplateData.BlockDeviceMappings[].Ebs",
	}),
	row("ec2", "RequestSpotInstances", "volume", { ...DEVICES, at: "LaunchSpecification.BlockDeviceMappings[].Ebs" }),
	row("autoscaling", "CreateLaunchConfiguration", "volume", {
		...DEVICES,
		at: "BlockDeviceMappings[].Ebs",
		accountDefault: true,
	}),
	row("efs", "CreateFileSystem", "file system"),
	row("rds", "CreateDBInstance", "database", { property: "StorageEncrypted", unless: ["DBClusterIdentifier"] }),
	row("rds", "CreateDBCluster", "database cluster", {
		property: "StorageEncrypted",
		unless: ["GlobalClusterIdentifier", "ReplicationSourceIdentifier"],
	}),
	row("docdb", "CreateDBCluster", "database cluster", {
		property: "StorageEncrypted",
		unless: ["GlobalClusterIdentifier"],
	}),
	row("neptune", "CreateDBCluster", "database cluster", {
		property: "StorageEncrypted",
		unless: ["GlobalClusterIdentifier"],
	}),
];

/** What writes an object to S3, with the algorithm it may name. */
export const S3_WRITES: ReadonlySet<string> = new Set(["PutObject", "CreateMultipartUpload", "CopyObject", "Upload"]);

/** S3's algorithms, the weakest first. */
export const S3_ALGORITHMS = ["AES256", "aws:kms", "aws:kms:dsse"] as const;
