import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { findSecrets } from "./find-secrets.ts";

const PASSWORD = fakeSecret("password");
const WORD = ["or", "ders", "2024"].join("");
const KEY_ID = fakeSecret("aws-access-key-id");
const SECRET_KEY = fakeSecret("aws-secret-access-key");

describe("a secret is found", () => {
	test.each([
		["an exported variable", `export DB_PASSWORD=${PASSWORD}`, PASSWORD],
		["an exported variable in quotes", `export DB_PASSWORD="${PASSWORD}"`, PASSWORD],
		["a variable before a command", `PGPASSWORD=${PASSWORD} psql -h db -U app`, PASSWORD],
		["an indented variable", `    MYSQL_ROOT_PASSWORD='${PASSWORD}'`, PASSWORD],
		["a weak password", `DB_PASSWORD=${WORD}`, WORD],
		["a text in a call of Python", `client.create(MasterUserPassword='${WORD}', Engine=engine)`, WORD],
		["an access key id", `export AWS_ACCESS_KEY_ID=${KEY_ID}`, KEY_ID],
		["a secret access key", `export AWS_SECRET_ACCESS_KEY=${SECRET_KEY}`, SECRET_KEY],
		["a key configured by the CLI", `aws configure set aws_secret_access_key ${SECRET_KEY}`, SECRET_KEY],
		["a credentials file", `aws_secret_access_key = ${SECRET_KEY}`, SECRET_KEY],
		["a key of JSON", `  "password": "${PASSWORD}",`, PASSWORD],
		["a key of JSON in a string", `echo "{\\"password\\":\\"${PASSWORD}\\"}" > /etc/app.json`, PASSWORD],
		["a key of YAML", `    password: ${PASSWORD}`, PASSWORD],
		["a constant of PHP", `define('DB_PASSWORD', '${PASSWORD}');`, PASSWORD],
		["a variable of PowerShell", `$Password = "${PASSWORD}"`, PASSWORD],
		["an environment of PowerShell", `$env:DB_PASSWORD = "${PASSWORD}"`, PASSWORD],
		["a secure string of PowerShell", `$p = ConvertTo-SecureString "${WORD}" -AsPlainText -Force`, WORD],
		[
			"a secure string of PowerShell inside of a call",
			`Add-Computer -Credential (New-Object PSCredential("app",(ConvertTo-SecureString -String "${WORD}" -AsPlainText -Force)))`,
			WORD,
		],
		["a batch file", `set DB_PASSWORD=${PASSWORD}`, PASSWORD],
		["a Windows user", `net user Administrator ${WORD}`, WORD],
		["a user of Windows made anew", `net.exe user deploy ${WORD} /add`, WORD],
		["an option", `psql-setup --password ${WORD} --host db`, WORD],
		["an option with =", `app --db-password=${PASSWORD} start`, PASSWORD],
		["mysql's glued option", `mysql -u root -p${WORD} < dump.sql`, WORD],
		["mysql's glued option in quotes", `mysql -u root -p"${WORD}" < dump.sql`, WORD],
		["mysqladmin in small letters", `mysqladmin -u root password '${WORD}'`, WORD],
		[
			"cloud-init's list of users",
			`chpasswd:\n  list: |\n    root:${WORD}\n    other:RANDOM\n  expire: False`,
			WORD,
		],
		[
			"cloud-init's users in a line",
			`chpasswd:\n  users:\n    - {name: root, password: ${PASSWORD}, type: text}`,
			PASSWORD,
		],
		[
			"cloud-init's users in a line, a weak one",
			`chpasswd:\n  users:\n    - {name: root, password: ${WORD}, type: text}`,
			WORD,
		],
		["chpasswd's here-document", `chpasswd <<EOF\nubuntu:${WORD}\nEOF`, WORD],
		["chpasswd's here-string", `chpasswd <<< "ubuntu:${WORD}"`, WORD],
		["an option of Windows", `vpncmd /server localhost /password:${WORD} /cmd about`, WORD],
		["what is piped into docker", `echo ${WORD} | docker login -u app --password-stdin registry`, WORD],
		["what is piped into kinit", `echo '${WORD}' | kinit admin@ACME`, WORD],
		["what is piped into sudo", `echo ${WORD} | sudo -S systemctl restart app`, WORD],
		["kinit's here-string", `kinit admin <<< '${WORD}'`, WORD],
		["mysqladmin", `mysqladmin -u root password ${PASSWORD}; mysqladmin -p${WORD} status`, WORD],
		["sshpass", `sshpass -p ${WORD} ssh host`, WORD],
		["sshpass in quotes", `sshpass -p '${WORD}' scp a b`, WORD],
		["curl's user", `curl -u admin:${WORD} https://host/file`, WORD],
		["curl's header", `curl -H "Authorization: Bearer ${fakeSecret("jwt")}" https://host`, "eyJ"],
		[
			"a key in a header",
			`curl -s -H "X-Api-Key: ${fakeSecret("hex-token")}" https://host`,
			fakeSecret("hex-token"),
		],
		["docker's login", `docker login -u app -p ${WORD} registry`, WORD],
		["redis-cli", `redis-cli -a ${WORD} ping`, WORD],
		["redis.conf", `echo "requirepass ${WORD}" >> /etc/redis.conf`, WORD],
		["chpasswd", `echo 'ubuntu:${WORD}' | chpasswd`, WORD],
		["passwd", `echo "${WORD}" | passwd --stdin ec2-user`, WORD],
		["htpasswd", `htpasswd -bc /etc/htpasswd admin ${WORD}`, WORD],
		["SQL's user", `mysql -e "CREATE USER 'app'@'%' IDENTIFIED BY '${WORD}';"`, WORD],
		["SQL's role", `psql -c "CREATE USER app WITH PASSWORD '${WORD}'"`, WORD],
		["an address", `curl https://app:${PASSWORD}@host.internal/x`, PASSWORD],
		["a database's address", `echo DATABASE_URL=postgres://app:${PASSWORD}@db.internal/x >> .env`, PASSWORD],
		["a vendor's token in a comment", `# old: ${KEY_ID}`, KEY_ID],
		["a token anywhere", `git clone https://oauth2:${fakeSecret("github-personal-token")}@github.com/a/b`, "ghp_"],
		["an element of XML", `<password>${PASSWORD}</password>`, PASSWORD],
		["a private key", `cat > k <<E\n${fakeSecret("pem-private-key")}\nE`, "-----BEGIN"],
	])("%s", (_, text, secret) => {
		const script = `#!/bin/bash\nyum update -y\n${text}\nsystemctl start app\n`;
		const found = findSecrets(script);
		expect(found.map(({ start, end }) => script.slice(start, end)).some((one) => one.includes(secret))).toBe(true);
		expect(JSON.stringify(found)).not.toContain(secret.length > 12 ? secret : "\u0000");
	});

	test("each on a line of its own", () => {
		expect(
			findSecrets(
				`export AWS_ACCESS_KEY_ID=${KEY_ID}\r\nexport AWS_SECRET_ACCESS_KEY=${SECRET_KEY}\r\nexport REGION=eu-west-1\r\n`,
			),
		).toMatchObject([
			{ name: "AWS_ACCESS_KEY_ID", detection: { id: "aws-access-key-id" } },
			{ name: "AWS_SECRET_ACCESS_KEY", detection: { id: "aws-secret-access-key" } },
		]);
	});
});

describe("silent on", () => {
	test.each([
		[
			"a lookup",
			"export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db --query SecretString --output text)",
		],
		["a lookup in backticks", "DB_PASSWORD=`aws ssm get-parameter --name /db/password --with-decryption`"],
		["a variable", 'export DB_PASSWORD="$PASS"'],
		["a value that CloudFormation fills in", "mysql -u root --password=${x} -e 'SELECT 1'"],
		[
			"JSON of variables",
			'aws secretsmanager put-secret-value --secret-string "{\\"username\\":\\"$USER\\",\\"password\\":\\"$DOCDB_PASSWORD\\",\\"engine\\":\\"mongo\\"}"',
		],
		["a command of PowerShell", "$password = Get-SECSecretValue -SecretId orders"],
		["a variable in quotes behind mysql's option", 'mysql -u root -p"$DB_PASSWORD" -e "SELECT 1"'],
		["what cloud-init draws", "chpasswd:\n  list: |\n    root:RANDOM\n  expire: False\nhostname: web"],
		["a map of cloud-init that names no password", "chpasswd: { expire: False }\nusers:\n  - default"],
		["a variable handed to chpasswd", "chpasswd <<EOF\nubuntu:$PASSWORD\nEOF\nexport REGION=eu"],
		["a variable piped into docker", 'echo "$TOKEN" | docker login -u app --password-stdin registry'],
		[
			"what is echoed before a pipe elsewhere",
			"echo starting; aws ecr get-login-password | docker login --username AWS --password-stdin x",
		],
		["code with an object in a line", "{ user: options.user, password: dbPassword }"],
		["a path of Windows", "copy /y c:/password:/x d:"],
		["what PowerShell computes", "$password = ($secret.SecretString | ConvertFrom-Json).password"],
		["a prompt", 'read -s -p "Password: " PASSWORD'],
		["a comparison", 'if [ "$PASSWORD" == "none" ]; then exit 1; fi'],
		["prose", "echo 'Password: see the wiki'"],
		["prose in quotes", 'logger "Password: changed by Bob, Token: none"'],
		["a comment", "# password: ask the platform team"],
		["a file's name", "chmod 600 /etc/app/password.txt"],
		["a path", "SECRET_FILE=/run/secrets/db"],
		["a name of a secret", "DB_SECRET_ID=prod/orders/db"],
		["an ARN", "SECRET_ARN=arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders"],
		["standard input", "docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com"],
		["an option that says where", "psql --password-file /etc/pw"],
		["ssh keys", "ssh -i ~/.ssh/key.pem -p 2222 ec2-user@host"],
		["make", "mkdir -p /var/www && cp -u a b"],
		["a public key", "echo 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7' >> ~/.ssh/authorized_keys"],
		[
			"the metadata service's token",
			'TOKEN=$(curl -X PUT "http://169.254.169.254/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 21600")',
		],
		["a placeholder", "export DB_PASSWORD=changeme"],
		["a digest", "echo 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  file' | sha256sum -c"],
		["systemctl", "systemctl enable --now nginx"],
		["cfn-signal", "/opt/aws/bin/cfn-signal -e $? --stack ${x} --resource WebServer --region ${x}"],
		["sed", "sed -i 's/^PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config"],
		["net use", "net stop spooler"],
		["a member in Python", "password = body['password']"],
		["a call in Python", "master_password = params.get('MasterPassword')"],
		["a call without arguments", "admin_password = generate_password()"],
		["a call in a dictionary", '"password": make_password(12, True),'],
		["a variable of the environment in Python", 'DB_PASSWORD = os.environ["DB_PASSWORD"]'],
		["an argument of a call", "client.create(MasterUserPassword=master_password, Engine=engine)"],
		["the last argument of a call", "connect(host, password=password)"],
		["an item of a list in code", "token = tokens[i]"],
	])("%s", (_, text) => {
		expect(findSecrets(`#!/bin/bash -xe\n${text}\n`)).toEqual([]);
	});
});

test("a long text is read in linear time, and to its end", () => {
	const text = `${"password=$X a:b,c=d\n".repeat(15_000)}DB_PASSWORD=${PASSWORD}\n`;
	expect(findSecrets(text)).toHaveLength(1);
});

describe("in a line of code", () => {
	test.each(['"', "'", "`"])("what stands in %s is a value, and what stands in none is another name", (quote) => {
		const found = findSecrets(`const dbPassword = ${quote}${PASSWORD}${quote};`, "code");
		expect(found.map(({ start, end }) => [start, end])).toEqual([[20, 20 + PASSWORD.length]]);
		expect(findSecrets(`const dbPassword = ${WORD};`, "code")).toEqual([]);
	});
});

describe("a map under a secret's name", () => {
	const NAME = fc.constantFrom("Pass", "password", "Token", "apiKey", "DB_PASSWORD");
	const INNER = fc.dictionary(
		fc.constantFrom("Type", "min", "End", "StartAt"),
		fc.constantFrom<unknown>("Pass", "Wait", 12, true, { Type: "Pass" }),
		{ minKeys: 1 },
	);
	const WRITE = fc.constantFrom(
		(value: unknown) => JSON.stringify(value),
		(value: unknown) => JSON.stringify(JSON.stringify(value)),
		(value: unknown) => JSON.stringify(value).replaceAll('":', '": ').replaceAll("{", "{ "),
	);

	test("is no secret, and what is in it is read", () => {
		fc.assert(
			fc.property(NAME, INNER, WRITE, (name, inner, write) => {
				expect(findSecrets(write({ States: { [name]: inner } }))).toEqual([]);
				const text = write({ States: { [name]: { ...inner, password: PASSWORD } } });
				expect(findSecrets(text).map(({ start, end }) => text.slice(start, end))).toEqual([PASSWORD]);
			}),
		);
	});
});
