import type { Builder } from "../translate/builder.ts";
import { type Js, mapJs, waysOf } from "../evaluate/js.ts";
import { type ConstructKind, key } from "./construct-kind.ts";
import type { PropertySpec } from "../spec/construct-spec.ts";

/**
 * A key switches encryption on. Source: `storageEncrypted: props.storageEncryptionKey ? true : props.storageEncrypted`
 * of `aws-rds`.
 */
function buildDatabase(builder: Builder): void {
	const given = builder.entry("storageEncryptionKey");
	if (given !== undefined) {
		const ways = waysOf(given.value);
		if (ways.every(({ value }) => value.kind !== "absent" && value.kind !== "unresolved")) {
			builder.put("StorageEncrypted", builder.literal(true, given.value.span), given.keySpan);
		} else if (builder.peek("StorageEncrypted") === null || ways.some(({ value }) => value.kind === "unresolved")) {
			builder.put(
				"StorageEncrypted",
				{ kind: "unresolved", span: given.value.span, why: "a key may be given" },
				given.keySpan,
			);
		}
	}
	const engine = builder.entry("engine");
	if (engine !== undefined) {
		builder.put("Engine", builder.value(mapJs(engine.value, engineOf)), engine.keySpan);
	}
	addPassword(builder, builder.get("credentials"));
}

const AURORA: ReadonlyMap<string, string> = new Map([
	["aurora", "aurora"],
	["auroraMysql", "aurora-mysql"],
	["auroraPostgres", "aurora-postgresql"],
	["AURORA", "aurora"],
	["AURORA_MYSQL", "aurora-mysql"],
	["AURORA_POSTGRESQL", "aurora-postgresql"],
]);

/** `rds.DatabaseClusterEngine.auroraMysql({ … })` as the template will have it; of others, only that they are no Aurora. */
function engineOf(js: Js): Js {
	const path = js.kind === "call" || js.kind === "static" ? js.entity.path : [];
	const text = AURORA.get(path[1] ?? "") ?? (/Engine$/u.test(path[0] ?? "") ? path[1] : undefined);
	return text === undefined ? js : { kind: "literal", span: js.span, value: text, text };
}

/** `rds.Credentials.fromPassword("admin", SecretValue.unsafePlainText("…"))`, `login: { password }`. */
function addPassword(builder: Builder, credentials: Js): void {
	if (credentials.kind === "call" && credentials.entity.path[1] === "fromPassword") {
		const at = builder.entry("credentials");
		builder.put(
			"MasterUserPassword",
			builder.value(
				builder.translator.argument(
					credentials.args,
					credentials.entity.path[0] === "SnapshotCredentials" ? 0 : 1,
					credentials.frame,
					credentials.span,
				),
			),
			at?.keySpan,
		);
	} else if (credentials.kind === "object") {
		const { evaluator } = builder.translator;
		const password = [
			evaluator.memberOf(credentials, "password"),
			evaluator.memberOf(credentials, "masterPassword"),
		].find(({ kind }) => kind !== "absent" && kind !== "unresolved");
		if (password !== undefined) {
			builder.put("MasterUserPassword", builder.value(password), password.span);
		}
	}
}

const RDS: Readonly<Record<string, PropertySpec | string | null>> = {
	storageEncrypted: "StorageEncrypted",
	storageEncryptionKey: key("KmsKeyId"),
	credentials: null,
	enablePerformanceInsights: "EnablePerformanceInsights",
	performanceInsightEncryptionKey: key("PerformanceInsightsKMSKeyId"),
	writer: null,
	readers: null,
};

const CLUSTER: ConstructKind = {
	type: "AWS::RDS::DBCluster",
	properties: {
		...RDS,
		enablePerformanceInsights: "PerformanceInsightsEnabled",
		performanceInsightEncryptionKey: key("PerformanceInsightsKmsKeyId"),
	},
	build: buildDatabase,
};

/** Aurora Serverless v1 is always encrypted, and so is what `docdb`, `neptune` and `redshift` create by default. */
function buildEncrypted(path: string, login: string | null): (builder: Builder) => void {
	return (builder) => {
		if (builder.peek(path) === null) {
			builder.put(path, builder.literal(true, builder.head));
		}
		addPassword(builder, builder.get(login ?? "credentials"));
	};
}

export const DATABASES: Readonly<Record<string, ConstructKind>> = {
	"aws-rds.DatabaseInstance": { type: "AWS::RDS::DBInstance", properties: RDS, build: buildDatabase },
	"aws-rds.DatabaseInstanceFromSnapshot": {
		type: "AWS::RDS::DBInstance",
		properties: {
			...RDS,
			snapshotIdentifier: "DBSnapshotIdentifier",
			clusterSnapshotIdentifier: "DBClusterSnapshotIdentifier",
		},
		build: buildDatabase,
	},
	"aws-rds.DatabaseInstanceReadReplica": {
		type: "AWS::RDS::DBInstance",
		properties: { ...RDS, sourceDatabaseInstance: "SourceDBInstanceIdentifier" },
		build: buildDatabase,
	},
	"aws-rds.DatabaseCluster": CLUSTER,
	"aws-rds.DatabaseClusterFromSnapshot": {
		...CLUSTER,
		properties: { ...CLUSTER.properties, snapshotIdentifier: "SnapshotIdentifier" },
	},
	"aws-rds.ServerlessCluster": { ...CLUSTER, build: buildEncrypted("StorageEncrypted", null) },
	"aws-rds.ServerlessClusterFromSnapshot": { ...CLUSTER, build: buildEncrypted("StorageEncrypted", null) },
	"aws-docdb.DatabaseCluster": {
		type: "AWS::DocDB::DBCluster",
		properties: { storageEncrypted: "StorageEncrypted", kmsKey: key("KmsKeyId"), masterUser: null },
		build: buildEncrypted("StorageEncrypted", "masterUser"),
	},
	"aws-neptune.DatabaseCluster": {
		type: "AWS::Neptune::DBCluster",
		properties: { storageEncrypted: "StorageEncrypted", kmsKey: key("KmsKeyId") },
		build: buildEncrypted("StorageEncrypted", null),
	},
	"aws-redshift.Cluster": {
		type: "AWS::Redshift::Cluster",
		properties: { encrypted: "Encrypted", encryptionKey: key("KmsKeyId"), masterUser: null },
		build: buildEncrypted("Encrypted", "masterUser"),
	},
};
