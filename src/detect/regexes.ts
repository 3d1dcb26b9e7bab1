/**
 * Every regular expression of the detector, in one place, so that `regexes.test.ts` can prove each of them to be
 * linear in the length of the text. What cannot be said linearly is written as a loop over characters.
 */
export const REGEXES = {
	/** What is drawn, in the format of a provider's row: `<alnum:36>`, `<base64url:20-64>`. */
	drawnPart: /<([a-z0-9-]{1,12}):(\d{1,4})(?:-(\d{1,4}))?>/gu,
	/** A fixed text that is a word like any other: `key-`, `live_`, `s.`, `sk_live_`. */
	plainPrefix: /^(?:[a-z]{1,6}[-_.:]|[a-z]{1,6}_[a-z]{1,6}_)$/u,
	/** A vendor's prefix that ends where its words do: `glpat-`, `sk_live_`. */
	ownPrefix: /^\S{3,}[-_.:]$/u,
	/** What every vendor's token has: so many characters in a row that one is drawn from. */
	tokenRun: /(?:^|[^\w+/=.~%-])[\w+/=.~%-]{20}/u,
	/** The same, or what a URL, a key and a JSON Web Token have. */
	mayBeRedacted: /(?:^|[^\w+/=.~%-])[\w+/=.~%-]{20}|:\/\/|-----|eyJ/u,
	snowflake: /^\d{17,20}$/u,
	tailEnd: /[-_.:~|]/u,
	/** `DUMMYVERIFICATIONTOKEN`, `fakekey`: letters of one case that begin with what they are. */
	madeUp: /^(?:(?:DUMMY|FAKE|MOCK)[A-Z]*|(?:dummy|fake|mock)[a-z]*)$/u,
	/** `EXAMPLE-uoc1c1qsw7`: what an author says of a value, in capitals in front of it. */
	labeled: /^(?:EXAMPLE|SAMPLE|DUMMY|FAKE|MOCK)[-_]/u,
	/** The token that jwt.io shows: `{"sub":"1234567890",…`. */
	sampleToken: /^eyJ[\w-]{8,80}\.eyJzdWIiOiIxMjM0NTY3ODkwIiw/u,
	/** What an author left out, or wrote for want of it: `acme_00000000`, `P@ss...`, `xxxx`. */
	unfilled: /\.\.\.|…|x{4}|\*\*\*|0{8}|#{4}/iu,
	/** The same of a password, which may have any of these in it. */
	cutOff: /(?:\.\.\.|…)$|\*\*\*/u,
	/** What a bracket opens that its last character closes. */
	bracketed: /^(?:\(.*\)|\[.*\]|\{.*\}|<.*>)$/su,
	/** Words of small letters, and numbers, with a blank between them. */
	smallWords: /^[a-z]{3,20}(?: [a-z\d]{3,20})+$/u,
	/** Ranges and classes of a pattern: `[a-z]`, `\\d`, `(?`. */
	pattern: /a-z|A-Z|0-9|\\[dswSDWbpu]|\(\?|\[\^|\.\*/u,
	signOrMark: /[^A-Za-z0-9]/gu,
	longLetters: /[A-Za-z]{4,}/gu,
	/** Digits that base32 has not. */
	noBase32: /[0189]/u,
	/** What stands before a place in the middle of base64, and no URL ends in it. */
	inData: /^(?!.*\/\/)[A-Za-z0-9+/=]{24}$/u,
	/**
	 * The label of a private key: `-----BEGIN RSA PRIVATE KEY-----`, also as `-----BEGIN PGP PRIVATE KEY BLOCK-----`.
	 */
	privateKey: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/u,
	privateKeys: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/gu,
	/** `Proc-Type: 4,ENCRYPTED` above the body of a key that needs a pass phrase. */
	encryptedKey: /ENCRYPTED/u,
	uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu,
	/** A number, a duration, a version (`v1.2.3`), a date, an address, a range. */
	number: /^[-+v]?[\d.,:/TZ+-]+(?:%|px|s|ms|m|h|d|[KMG]i?B?)?$/u,
	/** `true`, `null`, `none`, … */
	keyword:
		/^(?:true|false|yes|no|on|off|null|none|nil|undefined|unset|empty|default|disabled|enabled|auto|optional|required|n\/a|na|await|async|new|return|function)$/iu,
	/**
	 * `<your key>`, `[token]`, `{{ secret }}`, `%TOKEN%`, `__TOKEN__`, `@token@`, `#{token}`, `$(token)`, `$TOKEN`,
	 * `***`.
	 */
	hole: /^(?:<.*>|\[.*\]|\{.*\}|%.*%|__.*__|@.*@|#\{.*\}|\$\(.*\)|\$[A-Za-z_].*|[*.•…xX_#?-]+)$/su,
	/**
	 * Beginnings of a pointer, of a path into a state machine's input, or of ciphertext. KMS ciphertext: the blob
	 * starts 0x01 0x02 0x02 0x00, in base64 `AQICA`.
	 */
	pointer:
		/^(?:arn:|\$\.|\$\$\.|alias\/|ssm:|ssm\/|ssm-secure:|secretsmanager:|resolve:|op:\/\/|vault:|file:|env:|s3:|kms:|projects\/|enc\[|enc:|\{cipher\}|AQICA|BQICA|AQECA|@Microsoft\.KeyVault|process\.env|os\.environ|var\.|data\.|local\.|module\.|aws:|Fn::|!Ref|!Sub|!GetAtt|!ImportValue|!FindInMap|!Join|!If)/iu,
	/** Digests, hashes, public keys, files in base64. */
	publicData:
		/^(?:amzn1\.|data:(?:image|font|audio|video)\/|sha\d{1,3}[:-]|md5[:-]|\$2[abxy]?\$|\$argon2|\$[156]\$|\$apr1\$|\{SSHA|ssh-[a-z]|ecdsa-|-----BEGIN (?:CERT|PUBLIC|RSA PUBLIC)|iVBORw0KGgo|R0lGOD|\/9j\/|PHN2Zy|PD94bWwg|d09GR|AGFzbQ|JVBERi0|UEsDB|H4sI|LS0tLS1CRUdJTiBDRVJU|LS0tLS1CRUdJTiBQVUJM|MIIBIjAN|AAAAB3NzaC1|AAAAE2VjZ)/u,
	/**
	 * `subnet-0abc…`, `us-east-1_Ab3dE`, `us-east-1:uuid`, and `cus_…`, `pk_live_…`, `pk.eyJ…` of other services and
	 * addresses of Ethereum, public by design.
	 */
	resourceId:
		/^(?:[a-z]{1,12}-[0-9a-f]{8}(?:[0-9a-f]{9})?|[a-z]{2}(?:-[a-z]{2,10}){1,2}-\d[_:a-z][A-Za-z0-9-]*|(?:prod|price|cus|evt|msg|run|thread|toolu|conv|acct|asst|req|ca)_[A-Za-z0-9]+|0x[0-9A-Fa-f]{40}|(?:pk|phc)_[A-Za-z0-9_]+|pk\.eyJ[\w-]{10,400}\.[\w-]{10,100}|chatcmpl-[A-Za-z0-9]+)$/u,
	url: /^[a-z][a-z0-9+.-]{0,30}:\/\//iu,
	/** Code: a call, a subscript, a selector, a tag. */
	code: /[()[\]{};<>]|=>/u,
	email: /^[^\s@:/]+@[\w-]+(?:\.[\w-]+)+$/u,
	/** What a file's name or a host's may be: ends in a dot and a word, which `isDotted` looks up. */
	dotted: /^[\w~-][\w~.-]*\.([a-z_\d]+)$/iu,
	/** Names of algorithms, encodings and protocols: `sha256`, `aes-256-gcm`, `HS256`, `oauth2`. */
	algorithm:
		/^(?:sha|md|aes|des|hs|rs|es|ps|utf|base|oauth|argon|bcrypt|scrypt|pbkdf|hmac|rsa|ecdsa|ed|secp|chacha|tls|ssl|http|ipv|latin|iso|aead|cbc)[-_]?\d{1,5}[\w-]{0,24}$|^(?:[xpsvh]\d{1,5}|ec\d)$/iu,
	/** A sign that no name has. */
	sign: /[@#$%^&*!+=~?]/u,
	brackets: /[()[\]{};<>]/u,
	/** A password's sign between its letters: `p@ssword`, not `Password:` and not `can't`. */
	signInside: /[A-Za-z][@#$%^&*!+=~]+[A-Za-z]/u,
	markup: /^<|^\{|^\[|^\(|=>|\w\(\w*\)|<\/|\/>|&[a-z]{2,8};|^[#.][A-Za-z-]+$/u,
	/** `Tiger-Berlin-42`, `tiger-berlin-stone-42!`: words as people join them, with a number. */
	joinedWords: /^(?:(?:[A-Z][a-z]{2,15}[-_.]){1,5}|(?:[a-z]{3,15}[-_.]){3,6})[A-Za-z]{0,15}[-_.]?\d{2,4}[!?#$%&*]?$/u,
	/** `input[type=password]`, `[name="token"]` */
	attributeSelector: /\[[a-z-]{1,40}[*^$~|]?=/u,
	color: /^#(?:[0-9a-f]{3}){1,2}$/iu,
	/** `#user_password_2`, `.password-input` */
	idSelector: /^[#.][a-z]\w*(?:-\w+)*$/u,
	fileMark: /[:/#|]/u,
	/** A header that no standard knows: `X-Api-Key`, `x-webhook-secret`. */
	ownHeader: /^x-[a-z]+(?:-[a-z]+)*$/iu,
	/** The beginning of a call: `crypt($1`. */
	callStart: /^[A-Za-z_][\w.]{0,60}\(/u,
	/** The beginning of a call or of a member: `params.get(`, `body[`, `os.environ[`. */
	codeStart: /^[A-Za-z_][\w.]{0,60}[([]/u,
	/** A call and nothing else: `get_password(client, 3),`. */
	call: /^[A-Za-z_][\w.]{0,60}\([^()]{0,400}\)[,;]?$/u,
	/** A variable of a program: `master_password`, `dbPassword`. */
	variable: /^[A-Za-z_]\w{0,63}$/u,
	emptyUuid: /^0{8}-|^(.)\1{7}-/u,
	/** What joins the words of a name. */
	marks: /[^a-z0-9]/gu,
	/** `API_KEY_NAME`: capitals with underscores. */
	constant: /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/u,
	/** What joins the parts of a name. */
	partEnd: /[-_.:/]/u,
	memberPath: /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+$/u,
	/** `auth`, `_auth`, `REGISTRY_AUTH`, `authorization`: what may hold a user and a password in base64. */
	authName: /auth(?:orization)?$/iu,
	/** `user:` before a password. */
	userColon: /^[\w.@+-]{1,64}:(?=\S{6,128}$)/u,
	/** An authentication header's value. */
	header: /^(Basic|Bearer|Token|SSWS|GenieKey|ApiKey|AWS) +([!-~]+)$/iu,
	/** `Basic dXNlcjpwYXNz` must decode to printable text with a colon. */
	basic: /^[\x20-\x39\x3b-\x7e]*:[\x20-\x7e]+$/u,
	/** A name whose value shows in a query or in a connection string. */
	pairName:
		/^(?:password|passwd|pwd|pass|api[_-]?key|key|sig|signature|secret|client[_-]?secret|access[_-]?token|auth[_-]?token|token|access[_-]?key|accountkey|sharedaccesskey|sharedsecret|secretkey|aws_secret_access_key)$/iu,
	space: /\s/u,
	word: /^[A-Za-z]+$/u,
	hex: /^[0-9a-fA-F]+$/u,
	printable: /^[\x20-\x7e\t\r\n]+$/u,
	/** `db-password`, `PROD_DB_2`, `app/prod.token`: words with marks between them; a last part may be a number. */
	wordAndDigits: /^([A-Za-z]*)(\d*)$/u,
	/** A vendor nobody has told us of yet: `acme_live_` and a long random end. */
	prefixed: /^[a-z]{2,12}(?:[_-][a-z0-9]{2,12}){0,2}_([A-Za-z0-9]{20,128})$/u,
	/** Forty characters of a secret access key. */
	awsSecretKey: /^[A-Za-z0-9/+=]{40}$/u,
	/** What an example's author wrote in place of the rest. */
	elided: /\.\.\.|…|xxxx|\*\*\*|0000000000|example|your|placeholder|redacted|changeme|insert/iu,
	/** One character again and again, which a drawn text of this length does not have: `workspacekey000000`. */
	run: /([0-9A-Za-z])\1{4}/u,
	longRun: /([0-9A-Za-z])\1{7}/u,
	exampleKey: /EXAMPLE/iu,
	/** What an author who needs a key that is none puts into one: `AKIAFAKEFAKEFAKE2345`. */
	fakeKey: /FAKE|DUMMY|SAMPLE|MOCK|NOTREAL|TESTKEY|TESTTEST/iu,
	/** The secret access key of AWS's documentation, by its length and its end. */
	exampleSecret: /^[A-Za-z0-9+/]{30}EXAMPLEKEY$/u,
	base64: /^[A-Za-z0-9+/_-]+={0,2}$/u,
	localHost:
		/^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|(?:[\w-]+\.)*example\.(?:com|org|net)|(?:[\w-]+\.)+(?:test|example|local|localhost)|host|hostname|server|db|database|mysql|postgres|postgresql|redis|mongo|mongodb|rabbitmq)$/iu,
	/** Inside a run of what tokens are made of, runs of base64 alone. */
	opaque: /[A-Za-z0-9+/=]+/gu,
	keyRuns: /[A-Za-z0-9+/=]+/gu,
	headers: /(?:bearer|basic|token|ssws|geniekey|apikey) ([\w.~+/=-]+)/giu,
	/** The same in a text, behind the header's name: `-H "Authorization: Bearer …"`, `Authorization=Basic%20…`. */
	headerInText:
		/\b(?:proxy-)?authorization["'\\]{0,2} {0,2}[:=] {0,2}["'\\]{0,2}(basic|bearer|token|ssws|geniekey|apikey)(?: |%20)([^\s"'`\\,;]+)/giu,
	/** An entry of `.netrc`, in a line or in several. */
	netrc: /\b(?:machine [\w.-]{1,255}|default) login [^\s"']{1,255} password ([^\s"'\\]+)/u,
	netrcLine: /^(?:login [^\s"']{1,255} )?password ([^\s"'\\]+)$/u,
	/** A line of `.pgpass`, also where a command writes it. */
	pgpassEntry: /(?:^|["'\s])[\w.*-]{1,64}:(?:\d{4,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:([^\s:"'\\]+)/u,
	/** User and password of a URL of Oracle's driver: `jdbc:oracle:thin:app/secret@//db:1521/x`. */
	oracle: /\bjdbc:oracle:(?:thin|oci8?):([^\s/@:"']{1,64})\/([^\s@"']{1,128})@(?:\/\/)?([\w.-]{0,255})/u,
	/** Who signed a URL, and the signature, in its query. */
	signer: /[?&;](?:AWSAccessKeyId|X-Amz-Credential)=/iu,
	signed: /[?&;](?:X-Amz-)?Signature=/iu,
	/** A signature in a query: of Azure's storage, a queue, a workflow. */
	querySignature: /(?:^|[?&; ])sig=([\w%+/-]{43,128}={0,2})/u,
	/** The same, decoded: 32 bytes. */
	hmac: /^[-+/\w]{43}=?$/u,
	/** What a text has that has pairs, headers or commands in it. */
	mayHoldText:
		/[=:]|\s-|machine |default |identified |password |requirepass |masterauth |net |sqlplus |rabbitmqctl |htpasswd |kinit |convertto/iu,
	/** One word of letters, digits and marks: of a name, a path, an ARN. */
	soleWord: /^[\w.*/${}:-]+$/u,
	/** What makes more of such a word: an option of a command, a line of `.pgpass`. */
	tellingWord: /(?:password|passwd|pwd):|sqlplus|7z|:(?:\d{4,5}|\*):/iu,
	/** What a text has that lets in by its form: {@link findPrivateKey}, a token, a URL, a header. */
	mayBeStructure:
		/-----BEGIN |PuTTY-User-Key-File-|LS0tLS1CRUdJTi|eyJ|:\/\/|jdbc:|sig=|^(?:Basic|Bearer|Token|SSWS|GenieKey|ApiKey|AWS) /iu,
	/** What the statements of SQL and Redis that take a password begin with. */
	mayHoldStatement: /IDENTIFIED|identified|PASSWORD|requirepass|masterauth/u,
	mayHoldPgpass: /:(?:\d{4,5}|\*):/u,
	mayHoldHeader: /authorization/iu,
	digit: /\d/u,
	/** A code frame's `> 12 | `, a diff's sign. */
	gutter: /^(?:[> ] {0,8}\d{0,8} {0,4}[|│] ?|[+-](?! |-)|[+-](?= {2}))/u,
	/** Values that lead elsewhere: `!Ref X`, `{ Ref: X }`, `[`, `${X}`, `$(X)`, `<X>`, `props.x`. */
	harmless:
		/^(?:![A-Za-z]|\{|\[|\$\{[^}]*\}$|\$\(|\$[A-Z_]+$|<[^>]*>$|\*[A-Za-z]+$|&[A-Za-z]+$|(?:this|props|event|config|context|self|cdk|lambda|ssm|secretsmanager|options|args|env)\.|\*{3,}$|(?:new|await)$|new [A-Za-z_$][\w$.]{0,80}\()/u,
	/** A comment of a shell, SQL, INI or batch file. */
	comment: /^(?:#(?!!)|\/\/(?![\w./-]{1,200}:_?\w{1,40}=)|--\s|;|::|REM\s|<!--)/u,
	/** A line that calls what takes a password: only then are its words read. */
	command:
		/pass|pwd|secret|token|key|kinit|realm|sudo|curl|wget|http|docker|podman|sqlcmd|redis-cli|ldap|mysql|mariadb|ConvertTo-SecureString|configure|net(?:\.exe)? user|openssl|mongo|cqlsh|sqlplus|rabbitmqctl|smbclient|put-parameter|az login|zip|7z/iu,
	/** What may stand before a key of a YAML or JSON line. */
	lineStart: /^[\s\-"'{]*$/u,
	/** What stands before a further pair of a map in one line: `- { name: root, `. */
	flowStart: /^(?:- )?(?:[\w-]+: )?\{/u,
	flowEnd: /[{,] ?$/u,
	/** `root:secret`, also as an item of a list. */
	userPassword: /^(?:- )?["']?[A-Za-z_][\w.-]*:([^\s:"'$|<>]+)["']?$/u,
	/** What cloud-init draws by itself: `root:RANDOM`. */
	generated: /^R(?:ANDOM)?$/u,
	heredoc: /<<-?["']?([A-Za-z_]\w*)/u,
	/** `/password:secret` of Windows' commands. */
	windowsPassword: /^\/[A-Za-z]*(?:password|passwd|pwd):(.+)$/iu,
	/** `-u`, `--password`, `-AdminPassword`. */
	option: /^--?([A-Za-z][\w-]*)$/u,
	/** `-psecret`, as the tools of MySQL take it. */
	gluedPassword: /^-p[^\s=-]/u,
	mysql: /(?:^|\/)(?:mysql|mysqladmin|mysqldump|mariadb|sshpass)$/u,
	/** `app/secret@db` behind `sqlplus`. */
	oracleUser: /^[A-Za-z]\w{0,40}\/([^\s/@]+)(?:@|$)/u,
	net: /^net(?:\.exe)?$/iu,
	/** `IDENTIFIED BY 'secret'`, `PASSWORD 'secret'` of SQL, `requirepass secret` of Redis. */
	statement:
		/(?:\b(?:IDENTIFIED|identified) (?:BY|by) +|\bPASSWORD +(?=[\\'"])|\b(?:requirepass|masterauth) +)[\\'"`]{0,3}([^\s\\'"`;)]+)/gu,
	/** `<password>value</password>`. */
	element: /<([A-Za-z][\w.-]+)>([^<>\s]{4,})(?=<\/)/gu,
	/** The same with blanks in its value. */
	elements: /<([A-Za-z][\w.-]{0,60})>([^<>]{4,512})(?=<\/)/gu,
	/**
	 * What is no value: a pattern's beginning, and what the shell fills in: `$NAME`, `$(…)`, `` `…` ``, `%NAME%`,
	 * `!NAME!`; a command of PowerShell.
	 */
	shellHole: /^(?:[$`%!<[(]|\.[*+]|\\[dswS]|\\\$|\{\{|(?:ConvertTo|ConvertFrom|Get|New|Read|Import|Invoke)-[A-Z])/u,
	/** Words of a text, with the signs in them. */
	words: /[^\s"'`,;]+/gu,
	foreignLetter: /\P{ASCII}/u,
	foreignLetters: /\P{ASCII}/gu,
	/** Han, Japanese, Korean and Thai. */
	unspaced: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]{3}/u,
	/** What stands before `IDENTIFIED BY` in a statement of SQL, and in no sentence. */
	accountStatement: /\b(?:create|alter|grant|user|role|set)\b/iu,
	/** A sign that people put into a password, and nobody into a name. */
	passwordSign: /[!@#$%^&*+=?~|]/u,
	alphanumeric: /^[A-Za-z0-9]+$/u,
	digits: /\d+/gu,
	awsType:
		/^(?:List<)?(?:(?:AWS|Alexa|Custom)::[A-Za-z0-9:_.]+|[A-Z][A-Za-z0-9]{1,40}::[A-Z][A-Za-z0-9]{1,40}::[A-Z][A-Za-z0-9]{1,60})(?:<[A-Za-z0-9:_<>]{1,100})?>?$/u,
	/** What takes a credential, or says what kind it is: the headers, `auth`, a server's key, what a role asks for. */
	credentialName:
		/(?:^|[.:_-])(?:authorization|auth|cookie|host_?key|external_?id|salt|pepper|x-[\w-]{1,40}-verify|search_?string)$/iu,
	/** Conditions of a policy that let in whoever sends the text. */
	sharedCondition: /^aws:(?:referer|useragent)$/iu,
	nameLike: /^[\w./:$-]+$/u,
	rooted: /^(?:\.{0,2}|~)\//u,
	/** Words without a digit, and what stands between them in a sentence. */
	prose: /^[\p{L}\s.,:;'"()/_-]*$/u,
	/** A name of a resource as CDK makes it: `OrdersKeyAF24D47B`. */
	logicalId: /^[A-Za-z][A-Za-z0-9]{2,200}[0-9A-F]{8}$/u,
	/** How a header's value begins that lets in. */
	scheme: /^(?:Basic|Bearer|Token|SSWS|GenieKey|ApiKey) +/iu,
	/** `token output`, `Basic merging`: two words of a sentence. */
	schemeWord: /^(?:token|basic) [a-z]+$/iu,
	oneWord: /^\S+$/u,
	/** Where a comment of a programming language begins. */
	commentStart: /(?:^|\s)(?:#|\/\/|--|\/\*)/u,
	/** What joins the words of a file's name. */
	joint: /^[-_.]$/u,
	bothCases: /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])/u,
	/** Words of a comment, with the signs in them; brackets and quotes around them left out. */
	proseWords: /[^\s"'`,;:=()[\]{}<>]+/gu,
	/** What ends where a value begins: `Password=`, `"apiKey": "`, `--password `. */
	assignedTo: /([\p{L}\w.-]{1,60})["'\\]{0,4} {0,4}[=:]["' \\]{0,6}$/u,
	optionEnd: /(?:^|\s)--?([A-Za-z][\w-]{1,60}) $/u,
	/** What `${…}` of a `Fn::Sub`, or a dynamic reference, fills in. */
	holes: /\$\{([^{}]*)\}|\{\{resolve:[^{}]*\}\}/gu,
	openHole: /\$\{|\{\{/u,
	anyHole: /\$\{[^{}]*\}|\{\{[^{}]*\}\}/gu,
	hasLetter: /\p{L}/u,
	/** A header's value up to its credential. */
	schemeEnd: /(?:^|[\s"'=:])(?:Bearer|Basic) $/u,
	/** A command up to its password: `mysql -u root -p`, `sshpass -p `, `curl -u app:`. */
	commandEnd:
		/(?:^|[\s"'`/;&|(])(?:(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)(?: [^|;\n]{0,80})? -p ?|(?:curl|wget)(?: [^|;\n]{0,80})? (?:-u|--user)[ =]["']?[\w.@-]{1,60}:)["']?$/u,
	/** A field of a form up to its value, and the names that it goes by. */
	fieldValue: /<[A-Za-z][^<>]{0,120}\bvalue=["']?$/u,
	fieldName: /\b(?:type|name|id)=["']?([A-Za-z][\w.-]{0,60})/gu,
	/** The same, and what a sentence ends with: `the password is `. */
	announced: /([\p{L}\w.-]{1,60})["'\\]{0,4} {0,4}(?:is|was|:|=|\()?[ "'\\]{0,4}$/u,
	lineBreak: /[\r\n]/u,
	/** Two words that are a secret's name. */
	nameOfTwo: /^(?:api|access|secret|private|signing|deploy|license) key$|^pass (?:phrase|code|word)$/iu,
	/** What joins a secret's name to its value: `is`, `was`, `->`. */
	connecting:
		/^(?:is|was|will|be|now|set|to|are|old|new|the|of|for|await|return|null|undefined|true|false|not|from|in|an|only|read|stored|kept|held|given|passed|used|needed|required|optional|provided|taken|empty|missing|invalid|valid|wrong|correct|known|generated|created|rotated|encrypted|decrypted|fetched|loaded|expired|cached|sent|checked|[^\p{L}\p{N}]{1,3})$/iu,
	/** What a value follows, on the next line as well. */
	announcing: /^(?:is|was|be|are)$/iu,
	givenAfter: /(?:["'`]|(?:[:=>]| (?:is|was|be|\w{0,12}(?:set|ed|equal|default|defaults) to) )\s?["'`]?)$/iu,
	/** The port of a URL, and its path. */
	port: /^\d{2,5}(?:\/|$)/u,
	/** `UnsaveName="$1"`: what a shell fills in. */
	filledIn: /^[\w.-]{1,60}=["']?\$[\w{(]/u,
	/**
	 * What has signs by a rule of its own: `s3:Get*`, `@aws-sdk/client-s3`, `$PATH:/bin`, `-XX:+Use…`, `!Sub`, `/?a=b`,
	 * `%Y-%m`, `#ef5350`, `m1+m2`, `Lambda@Edge`, `.console.aws.amazon.com/ec2?region=`.
	 */
	notation:
		/^(?:[a-z][a-z0-9-]{1,40}:[A-Za-z*]{1,80}|:[\w:/*-]{1,200}|@[a-z0-9][a-z0-9._-]{0,60}\/[a-z0-9._/@*-]{1,80}|(?:\/[\w.-]{1,40}){0,6}\/?\$\w{2,40}(?:[/:].*)?|#(?:[0-9a-f]{3}){1,2}|#[0-9A-F]{6}|-XX:.*|![A-Z][A-Za-z]*(?:::[A-Za-z]+)?|[./][\w./-]{0,100}\?[\w./=&-]*|#\w{1,60}:\w{1,60}=|%[A-Za-z].*%[A-Za-z]Z?|(?:[a-z]{1,3}\d{0,3}|\d{1,4})(?:[-+*/](?:[a-z]{1,3}\d{0,3}|\d{1,4}))+|[A-Z][a-z]{2,}@[A-Z][a-z]{2,})$/u,
	/** A sign behind which something follows: `region=`, `ec2-user@`. */
	openEnd: /[@=?:]$/u,
	shortWord: /^(?:[a-z]{1,2}|[a-z]\d)$/u,
	letterOrDigit: /[\p{L}\p{N}]/u,
	/** A text that only deploy time knows. */
	onlyHole: /^\$\{[^{}]*\}$/u,
	/** The middle of another pair. */
	furtherPair: /[:=]/u,
	/** Verbs and states behind `is`: `the token is expired`. */
	state: /^[a-z]+(?:ed|ing|en|able|ible|found|set)\.?$/u,
	/** The name of a pair that has no blanks: `DB_PASSWORD=…`. */
	pairHead: /^(?:[\w.-]{1,60}=){1,3}/u,
	/** Too short for what is drawn, and without a sign or a digit of what is made up. */
	plainWord: /^(?:[A-Za-z][A-Za-z:._/-]{0,15}|[\d.]{1,16})$/u,
	/** Short words, some with a number behind them, and names that are joined of such: nothing drawn, nothing made up. */
	plainWords: /^[A-Za-z]{0,12}\d{0,3}(?: [A-Za-z]{0,12}\d{0,3})*\.?$/u,
	plainName: /^[a-z]{0,14}\d{0,5}(?:[./_-][a-z]{0,14}\d{0,5})*$/u,
	/** The end of a URI before its password. */
	uriUser: /:\/\/[^\s/@:]{0,100}:$/u,
	/** What no user of a web address has in front of its `@`: the parts behind the host, and holes. */
	behindUser: /[/?#{}]/u,
	webScheme: /https?$/iu,
	/** `app:…`, where a user and a password are given as one. */
	userAndPassword: /^[A-Za-z_][\w.@-]{0,63}:(?!\/\/)[^\s:].{3}/u,
	/** Digits that let somebody in where a text is asked for. */
	pin: /^\d{4,}$/u,
	/** `login: admin / …` */
	loginPair: /\b(?:log-?in|sign-?in|credentials?|creds)\b ?[:=] ?[^\s/]{1,64} ?\/ ?([^\s"'`,;()[\]{}<>]{4,80})/giu,
	/** The columns and the values of a statement of SQL. */
	inserted:
		/\binsert\s{1,20}into\s{1,20}[^\s()]{1,120}\s{0,20}\(([^()]{1,800})\)\s{0,20}values\s{0,20}\(([^()]{1,1600})/giu,
	columnMarks: /[\s"'`[\]\\]/gu,
	jsonStart: /^\s*[{[]/u,
	/** Strings, numbers and marks of a JSON text. A string of one is always closed. */
	jsonToken: /"(?:[^"\\]|\\.)*"?|[-\d][-+.\dEe]*|[{}[\],]/gu,
	/** Keys of a map whose value is the name of the pair. */
	naming: /^(?:name|key|optionname|parameterkey|parametername|variable|field)$/iu,
	/** What a text with names and values has: `a=b`, `a: b`, `<a>b</a>`. */
	mayHoldPairs: /[\s=<]|:(?:\d{4}|\*:)/u,
	/** The same of a text with JSON in it: `'{\"token\":\"…\"}'`. */
	quotedKey: /["']:/u,
	/** What `findSecrets` goes by, beside commands: names with values, headers, statements. */
	mayHoldSecrets: /[:=,<\n]|auth|bearer|basic|ssws|identified/iu,
	/** What code has in which `findSecrets` finds more than a detector does. */
	mayHoldCode: /["'`:=,<\n]/u,
	/** `kubon47`, as weak passwords are; not `utf8`, `v2`. */
	wordWithDigits: /^[a-z]{4,20}\d{2,6}[!.]?$/iu,
	/** `kubon47`, where nothing speaks of a secret: no capital but the first. */
	weakWord: /^[A-Za-z][a-z]{3,19}\d{2,6}[!.]?$/u,
	weakEnd: /[!.]$/u,
	/** What is a pattern or code, whatever signs it has. */
	codeSigns: /\[\^?[\w\\]-|\\[dswbp.]|\(\?|\.\*|=>|\)\.|\);|^[<{[(#./@$]|\$\{|::|\w\(\)|<\w|\/>|%[sdj]|\w=\w/u,
	upper: /[A-Z]/u,
	lower: /[a-z]/u,
	signs: /[!@#$%^&*+=~?|;<>"'`\\()[\]{}]/gu,
	/** `admin:kubon47` */
	weakPair: /^[a-z][\w.@-]{1,40}:[a-z]{4,20}\d{2,6}[!.]?$/iu,
	/** `--password=…`, the rest of the text is its value. */
	longOption: /^--?([A-Za-z][\w-]{1,60})=/u,
	/** `app:secret@tcp(db:3306)/orders`, as the drivers of Go have it. */
	driverName: /\b[\w.-]{1,64}:([^\s:@"'`]{3,128})@(?:tcp|unix)\(/gu,
	/** A word with a digit in it, alone in its line. */
	loneWord: /^(?=[^\d\s]{0,40}\d)[^\s=:#"'`$(){}]{4,80}$/u,
	/** A line of `.pgpass` up to its password. */
	pgpass: /^[\w.*-]{1,64}:(?:\d{4,5}|\*):[\w.*-]{1,64}:[\w.*-]{1,64}:(?=[^\s:])/u,
	/** A line that has a name and a value of its own. */
	pair: /^[\w"'.-]{1,80}:(?: |$)/u,
	/** Further pairs behind the first one: `Password=…;Encrypt=yes`, `password=…&user=…`. */
	continues: /[;&](?: |[\w.-]{1,60}=)/u,
	/** What stands before an assignment that is all of its line. */
	assigned: /^(?:export |set |env |[\w./:@-]{0,100})$/iu,
	/** What follows a pair of a connection string: `;Encrypt=yes`, `; User ID=app`. */
	nextPair: /^; ?[A-Za-z][\w.-]{0,30}(?: [A-Za-z][\w.-]{0,20})?=/u,
	blockIndicator: /^[|>][+-]?\d?[+-]?$/u,
	/** What stands between a name and its value, a prefix of the text (`b"…"`) included. */
	assigns: /(?:[=:,]|\|\||\?\?| or)[ (]{0,8}[bBfFrRuU]?$/u,
	closing: /[ )]{1,8}$/u,
	/** What is given to these opens or signs, in the languages that functions are written in. */
	keyedCall:
		/(?:hmac\.new\(|HMAC\.new\(|[hH]mac\w{0,8}\([^()]{0,40},|jwt\.(?:encode|decode|sign|verify)\([^()]{1,120},|Fernet\(|[cC]ipher(?:iv)?\([^()]{1,80},) ?[bBrR]?$/u,
	/** The name of the call whose arguments are open. */
	lastCall: /([\w$]{1,80})\([^()]{0,160}$/u,
	/** What is told a secret's name, not the secret. */
	readsSecret:
		/^(?:get|fetch|read|load|find|resolve|lookup|describe|list|require)|(?:Client|Provider|Manager|Command)$/u,
	/** Functions that sign, open or connect. */
	opensWithSecret:
		/hmac|cipher|crypt|login|password|passwd|secret|credential|api_?key|connect|^sign$|^(?:sequelize|stripe|twilio|octokit|openai|sgmail)$/iu,
} as const;
