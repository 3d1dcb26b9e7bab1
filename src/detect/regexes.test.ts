import { describe, expect, test } from "vitest";
import { regexMutants } from "../bench/make-mutants.ts";
import { HARMLESS_NAME } from "../languages/ranges/exposure.ts";
import { REGEXES } from "./regexes.ts";

const ALL = { ...REGEXES, HARMLESS_NAME };

type Name = keyof typeof ALL;

/** A text in parts, joined at run time, so that no scanner takes this file for a leak. */
const made = (...parts: readonly string[]): string => parts.join("");

/** Examples that differ in one word, one a blank. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/u);

/**
 * What each expression is for, and what comes near it, written by hand: an expression that loses a word, an end or a
 * repetition judges one of these differently.
 */
const EXAMPLES: Partial<Record<Name, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
	HARMLESS_NAME: {
		yes: words(
			"user host port name region type kind algorithm issuer audience subject endpoint url uri path file table bucket database schema dialect format encoding version description scope stage env mode date expir ttl stringkey arn label title id orderId USER",
		),
		no: words("password ido key token u r"),
	},
	plainPrefix: {
		yes: words("key- live_ s. sk_live_ a:"),
		no: words("KEY- xkey-A 1key- toolong_ 9sk_live_ sk_live_x"),
	},
	tokenRun: {
		yes: ["a1_+/=.~%-".repeat(2), `*${"a".repeat(20)}`, `é${"a".repeat(20)}`],
		no: ["a".repeat(19), `${"a".repeat(19)} ${"a".repeat(19)}`, `${"a".repeat(19)}*a`],
	},
	mayBeRedacted: {
		yes: ["a1_+/=.~%-".repeat(2), `*${"a".repeat(20)}`, `é${"a".repeat(20)}`, "a://b", "-----", "eyJ"],
		no: ["a".repeat(19), `${"a".repeat(19)} ${"a".repeat(19)}`, `${"a".repeat(19)}*a`, ":/", "----", "ey"],
	},
	partEnd: { yes: words("a- _a a.b : /"), no: words("ab A1 +") },
	noBase32: { yes: words("A0 A1B 8 9Z"), no: words("ABC234567Z") },
	inData: {
		yes: ["Ab9/".repeat(6), "Ab9+".repeat(6), `${"a".repeat(23)}=`],
		no: ["a".repeat(23), "a".repeat(25), `//${"a".repeat(22)}`, `${"a".repeat(22)}//`, `-${"a".repeat(24)}`],
	},
	privateKey: { yes: [made("-----BEGIN PRIVATE", " KEY-----")], no: ["-----BEGIN PUBLIC KEY-----"] },
	uuid: {
		yes: ["123e4567-e89b-12d3-a456-426614174000"],
		no: words("123e4567-e89b-12d3-a456-4266141740001 x123e4567-e89b-12d3-a456-426614174000"),
	},
	number: {
		yes: words("1 -1 v1.2.3 1+1 5% 5px 5s 5ms 5m 5h 5d 5K 5MiB 5GB 2024-01-01T00:00:00Z 10.0.0.0/8"),
		no: words("x1 1x 5%% px vv1 v").concat("", "5 %", "%", "s", "a5"),
	},
	keyword: {
		yes: words(
			"true false yes no on off null none nil undefined unset empty default disabled enabled auto optional required n/a na TRUE await async new return function",
		),
		no: words("untrue trues nah xna nay"),
	},
	hole: {
		yes: words("<> <a> [] [a] {} {a} %% %a% ____ __a__ @@ @a@ #{} #{a} $() $(a) $A $AB *** ... xxxx ???").concat(
			"<a\nb>",
		),
		no: words("a<a> <a>b x[a] a{b} 5%a% $ $1 a*** ***a").concat(""),
	},
	pointer: {
		yes: words(
			"arn:x $.a $$.a alias/a ssm:a ssm/a ssm-secure:a secretsmanager:a resolve:a op://a vault:a file:a env:a s3:a kms:a projects/a enc[a enc:a {cipher}a AQICAa BQICAa AQECAa @Microsoft.KeyVault process.env os.environ var.a data.a local.a module.a aws:a AWS::a Fn::a !Ref !Sub !GetAtt !ImportValue !FindInMap !Join !If",
		),
		no: words("xarn:a 1ssm:a sssm/a fenv:a"),
	},
	publicData: {
		yes: words(
			"amzn1.a data:image/ data:font/a data:audio/a data:video/a sha1:a sha256-a md5:a md5-a $2$a $2b$a $argon2id $1$a $5$a $apr1$a {SSHA}a ssh-rsa ecdsa-sha iVBORw0KGgoa R0lGODa /9j/a PHN2Zya PD94bWwga d09GRa AGFzbQa JVBERi0a UEsDBa H4sIa LS0tLS1CRUdJTiBDRVJUa LS0tLS1CRUdJTiBQVUJMa MIIBIjANa AAAAB3NzaC1a AAAAE2VjZa",
		).concat("-----BEGIN CERTIFICATE", "-----BEGIN PUBLIC KEY", "-----BEGIN RSA PUBLIC KEY"),
		no: words("data:text/a data:imagex/a xdata:image/a xamzn1.a xsha1:a asha256-a xH4sI"),
	},
	resourceId: {
		yes: words(
			"subnet-0abc1234 subnet-0abc1234567890def us-east-1_Ab3dE us-east-1:a us-gov-west-1a us-east-1_ prod_a price_a cus_a evt_a msg_a run_a thread_a toolu_a conv_a phc_a pk_a acct_a asst_a req_a cus_A9 pk_a_b phc_a_b chatcmpl-A ca_A pk.eyJabcdefghij.abcdefghij pk.eyJ-bcdefghi_.a-cdefghi_ 0x0123456789abcdefABCDEF0123456789abcdefAB",
		),
		no: words(
			"9subnet-0abc1234 subnet-0abc1234! us-east-1_A! cus_ chatcmpl- xcus_a chatcmpl-A- cus_a! cus_a_b prod_a_b pk_ phc_ pk.eyJabcdefghi.abcdefghij pk.eyJabcdefghij.abcdefghi sk.eyJabcdefghij.abcdefghij pk.abcdefghijklm.abcdefghij subnet-0abc12345 us-east-1 0x0123456789abcdefABCDEF0123456789abcdefABC 0x0123",
		),
	},
	url: { yes: words("https://a s3:// git+ssh://a"), no: words("1https://a /https://a https:/a") },
	code: {
		yes: words("a( [ ; x=>y"),
		no: words("a a. .a a..b 1.5 this.a a.b.c"),
	},
	email: {
		yes: words("a@b.c a.b@c-d.ef.gh ab@cd.ef"),
		no: words("a@b @b.c a@.c a@b. a@b@c.d x:a@b.c a@b.c: a@b.c."),
	},
	dotted: { yes: words("a.b ~a.b a-b.c.d ab.cd"), no: words(".b a. a.b- !a.b a.-") },
	algorithm: {
		yes: words(
			"sha256 md5 aes-256-gcm des3 hs256 rs256 es256 ps256 utf8 base64 oauth2 argon2 bcrypt2 scrypt1 pbkdf2 hmac256 rsa2048 ecdsa256 ed25519 secp256k1 chacha20 tls1 ssl3 http2 ipv6 latin1 iso8859-1 aead1 cbc128 x509 p12 s3 v2 h264 ec2",
		),
		no: words("xsha256 sha sha256! x509a ec22 aec2 ax509 x s ec xsha1"),
	},
	signInside: { yes: words("p@s a@@b"), no: words("p@ @p 1@1 ab") },
	markup: {
		yes: words("<a {a [a (a a=>b f() f(ab) a</b a/>b a&lt;b .a #a-b .ab"),
		no: words("a<a a{a a[a a(a-b) a(a x#a .a1 . # x.a"),
	},
	emptyUuid: { yes: words("00000000- aaaaaaaa-"), no: words("100000000- xaaaaaaaa- abaaaaaa-") },
	constant: { yes: words("A_B API_KEY A1_B2_C3 AB_C"), no: words("A_ A API xA_B A_Bx _A 1A_B A__B") },
	memberPath: { yes: words("a.b a?.b $a._b.c ab.cd"), no: words("a .a a. a.b! !a.b a..b 1a.b a.1").concat("") },
	header: {
		yes: words("Basic Bearer Token SSWS GenieKey ApiKey AWS").flatMap((one) => [`${one} ab`, `${one}  a`]),
		no: ["Basic", "Basic ", "xBasic ab", "Basicab", "Basic a b", "Other ab", "AWS に", "AWS CLIに認証情報"],
	},
	basic: { yes: words("a:b ab:cd").concat(":b", "a b:c"), no: ["ab", "a:", "ä:b", "a:bä", "äa:b", "a:b\n"] },
	pairName: {
		yes: words(
			"password passwd pwd pass api_key api-key apikey key sig signature secret client_secret clientsecret access_token access-token auth_token authtoken token access_key access-key accountkey sharedaccesskey sharedsecret secretkey aws_secret_access_key",
		),
		no: words("xpassword passwords xkey key1 aws_secret_access_keys"),
	},
	word: { yes: words("a ab"), no: ["", "1a", "a1"] },
	hex: { yes: words("0 af AF09"), no: ["", "g0", "0g"] },
	printable: { yes: ["a", "a b\t\r\n"], no: ["", "äa", "aä"] },
	wordAndDigits: { yes: ["", "a", "1", "ab12", "a1"], no: words("a-1 1a a1b -a1") },
	prefixed: {
		yes: [`acme_${"a1B".repeat(7)}`, `acme_live_${"a1B".repeat(7)}`],
		no: [`_acme_${"a1B".repeat(7)}`, `acme_${"a1B".repeat(7)}-`],
	},
	awsSecretKey: { yes: ["a/B+".repeat(10)], no: [`${"a/B+".repeat(10)}a`] },
	elided: {
		yes: words("a...a a…a xxxx XXXX *** 0000000000 example your placeholder redacted changeme insert"),
		no: words("a..a xxx ** 000000000 change"),
	},
	run: { yes: words("00000 aaaaa xA77777z"), no: words("0000 aaaab 01010 aAaAa -----") },
	longRun: { yes: words("00000000 xaaaaaaaa"), no: words("0000000 aaaaaaab") },
	exampleSecret: {
		yes: [`${"aB+".repeat(10)}EXAMPLE${"KEY"}`],
		no: [`a${"aB1".repeat(10)}EXAMPLE${"KEY"}`, `${"aB1".repeat(10)}EXAMPLE${"KEY"}a`, "EXAMPLEKEY"],
	},
	base64: { yes: words("a ab a+b ab= ab=="), no: ["", "=", "!ab", "ab===", "ab=a"] },
	localHost: {
		yes: words(
			"localhost 127.0.0.1 127.10.20.30 0.0.0.0 ::1 [::1] host.docker.internal example.com example.org example.net a.example.com a.b.example.com a-b.example.com a.test ab.cd.test a.example a.local a.localhost host hostname server db database mysql postgres postgresql redis mongo mongodb rabbitmq",
		),
		no: words(
			"xlocalhost localhosts 127..0.1 127.0..1 127.0.0. .example.com test .test example.comm xdb db1 rabbitmqs ..test a.tests",
		),
	},
	headers: {
		yes: words("bearer basic token ssws geniekey apikey").flatMap((one) => [`${one} a`, `${one} ab=`]),
		no: words("bearer basic token other").map((one) => `${one} `),
	},
	gutter: { yes: [">  12 | ", "  12 |", "+a", "-a", "+  a"], no: ["a > 12 |", "+ a", "- a", "a+a", "--"] },
	harmless: {
		yes: words(
			"!Ref { [ ${} ${a} $( $A $AB <> <a> *a *ab &a &ab this. props. event. config. context. self. cdk. lambda. ssm. secretsmanager. options. args. env. *** **** new await",
		).concat("new A(", "new a.B("),
		no: words("a!Ref x{ ${a}b $Ab $ <a>b * *a1 & &a1 xthis. thiss. ***a news awaits"),
	},
	comment: {
		yes: ["# a", "#a", "// a", "//a", "// a:b=", "-- a", "; a", ":: a", "REM a", "<!-- a"],
		no: ["#!a", "a # a", "--a", "REMa", ": a", "//a.test/:_b=", "//a/b/:c="],
	},
	command: {
		yes: words(
			"pass pwd secret token key kinit realm sudo curl wget http docker podman sqlcmd redis-cli ldap mysql mariadb ConvertTo-SecureString configure openssl mongo cqlsh sqlplus rabbitmqctl smbclient put-parameter zip 7z",
		).concat("net user", "net.exe user", "az login"),
		no: ["echo", "net", "user", "netuser", "net.exeuser"],
	},
	lineStart: { yes: ["", " ", "- ", ' - "'], no: ["a", "a ", " a", "a-"] },
	flowStart: { yes: ["{", "- {", "a: {", "- ab-c: {"], no: ["a{", "x- {", ": {", "- : {"] },
	flowEnd: { yes: ["{", ", ", "a,"], no: ["{a", ",  "] },
	userPassword: {
		yes: ["a:b", "ab.c:de", "- a:b", `"a:b"`, "- 'a:b'"],
		no: ["a:", ":b", "1a:b", "xx a:b", "a:b c", "a:b|", "-a:b"],
	},
	generated: { yes: words("R RANDOM"), no: words("RA XR RANDOMS") },
	heredoc: { yes: words("<<A <<AB <<-A <<'A"), no: words("<A <<1") },
	windowsPassword: {
		yes: words("/password:a /passwd:a /pwd:a /rpassword:ab /uPwd:a"),
		no: words("/user:a x/pwd:a /pwd: /apass:a").concat("/pwd:a\nb"),
	},
	option: { yes: words("-u --password -A --a-b"), no: words("- u ---u -1 x-u -u=").concat("-u v") },
	gluedPassword: { yes: words("-pa -p1"), no: words("-p= -p- x-pa") },
	mysql: {
		yes: words("mysql mysqladmin mysqldump mariadb sshpass /usr/bin/mysql"),
		no: words("xmysql mysqld mysqlx a-sshpass"),
	},
	net: { yes: words("net net.exe NET"), no: words("nets xnet netexe anet") },
	statement: {
		yes: [
			"IDENTIFIED BY 'a'",
			"IDENTIFIED BY  ab",
			"identified by 'a'",
			"PASSWORD 'a'",
			"PASSWORD  'ab'",
			"requirepass a",
			"masterauth  a",
		],
		no: ["IDENTIFIED BY ", "IDENTIFIED BYa", "PASSWORD a", "PASSWORD'a'", "requirepassa", "masterauth"],
	},
	element: { yes: ["<a-b>abcd</a-b>", "<ab>abcde</ab>"], no: ["<1b>abcd</1b>", "<a>abcd</a>", "<ab>abc</ab>"] },
	shellHole: {
		yes: words(
			"$a `a %a !a <a [a (a .* .+ \\d \\s \\w \\S \\$ {{ ConvertTo-A ConvertFrom-A Get-A New-A Read-A Import-A Invoke-A",
		),
		no: words("a$a {a .a \\a Get-a get-A Set-A xGet-A"),
	},
	awsType: {
		yes: words("AWS::S3::Bucket Alexa::A Custom::A AWS::a_b"),
		no: words("AWS:: xAWS::A AWS::A- A::B AWS:A"),
	},
	rooted: { yes: words("/a ./a ../a ~/a"), no: words("a/ x/a .../a ~a a~/") },
	prose: { yes: ["", "a", "Ein Satz, ja."], no: words("1 a1 1a a! !a") },
	logicalId: {
		yes: words("OrdersKeyAF24D47B"),
		no: words("1OrdersKeyAF24D47B OrdersKeyAF24D47B! OrdersKey -OrdersKeyAF24D47B"),
	},
	scheme: {
		yes: words("Basic Bearer Token SSWS GenieKey ApiKey").flatMap((one) => [`${one} a`, `${one}  a`]),
		no: ["Basica", "xBasic a", "AWS a"],
	},
	oneWord: { yes: words("a ab"), no: ["", " a", "a ", "a b"] },
	commentStart: { yes: ["# a", "a # b", "// a", "a -- b", "/* a"], no: ["a#b", "a//b", "a--b", "a/*b", "/ a"] },
	joint: { yes: words("- _ ."), no: words("a- -a").concat("") },
	bothCases: { yes: words("aA Aa 1aA ab1CD"), no: words("a A 1") },
	proseWords: { yes: words("a ab"), no: ["", " ", "()"] },
	connecting: {
		yes: words(
			"is was will be now set to are old new the of for await return null undefined true false not from in an only read stored kept held given passed used needed required optional provided taken empty missing invalid valid wrong correct known generated created rotated encrypted decrypted fetched loaded expired cached sent checked -> : IS",
		),
		no: words("xis iss schecked checkeds xan ----").concat(""),
	},
	announcing: { yes: words("is was be are ARE"), no: words("xis iss wass abe bee ares") },
	givenAfter: {
		yes: words('a: a= a" a: ` >').concat(
			"a: ",
			"a is ",
			"a was ",
			"a is set to ",
			"a defaulted to ",
			"a equal to ",
			"a default to ",
			"a defaults to ",
			"a be ",
			`a: "`,
		),
		no: ["a", "ais", "a is", "a: b", "a is b", "a  ", "a to ", "aset to "],
	},
	notation: {
		yes: words(
			"s3:Get* s3:G :/bin @aws-sdk/client-s3 @a/b $PATH:/bin $PATH $PATH/a $a1 /home/ec2-user/$A1 /$ab #ef5350 #fff #EF5350 -XX:+Use -XX: !Sub !S !AWS::A !Aa::Bb /?a=b ./a?b /a? #a:b= %Y-%m %a%b %a%bZ m1+m2 1+2 a-b 1-2-3 a1*b2/c3 Lambda@Edge",
		),
		no: words(
			"ab 12 1s3:Get s3:Get! $ $P x@a/b $a! $P-a a$PATH #ef535 x#fff #ef5350a #EF535 #gff a-XX: a!Sub !sub a/?a=b! x#a:b= %Y Y%m%d- m1+ +m1 lambda@Edge Lambda@edge Lambda@Edge! La@Edge !Sub! !Sub:: abcd+a",
		),
	},
	port: { yes: words("80 8080 12345 80/ 80/a"), no: words("8 123456 80a x80 8/") },
	filledIn: {
		yes: words("a=$b a=$1 a.b-c=$x a='$x' a=${x} a=$(x)").concat('a="$1"'),
		no: words("a=b =$b a=$- a=x$b").concat("a = $b", "a b=$c", `${"a".repeat(61)}=$b`, `a=""$b`),
	},
	furtherPair: { yes: words("a: a=b"), no: words("a a,b") },
	quotedKey: { yes: words(`a": a':b`), no: words(`a" a: a:"`) },
	openEnd: { yes: words("a= a@ a? a:"), no: words("=a a@b") },
	shortWord: { yes: words("a ab a1"), no: words("abc a12 1a Xab ab!") },
	onlyHole: { yes: ["${a}", "${}", "${ab}"], no: ["a${a}", "${a}a", "${a"] },
	state: {
		yes: words("expired running broken valuable visible reset expired. aed aset unfound"),
		no: words("ed Expired 1ed expireds expired.. is aedx"),
	},
	pairHead: { yes: words("a= DB_PASSWORD=x a.b-c=1 a=b=c"), no: words("=a !a= -!a=").concat("a b=c") },
	driverName: {
		yes: words("app:abc@tcp(db x.y-z:a/b@unix(/tmp"),
		no: words("app:ab@tcp( app:a:b@tcp( app:abc@tcp abc@tcp( app:abc@http( :abc@tcp("),
	},
	nameOfTwo: {
		yes: ["API key", "access key", "secret key", "private key", "signing key", "deploy key", "license key"].concat([
			"pass phrase",
			"pass code",
			"pass word",
		]),
		no: ["api keys", "xapi key", "apikey", "pass phrases", "xpass code", "encryption key"],
	},
	loneWord: {
		yes: words("ab12 kubo47! a1b2"),
		no: words("ab1 abcd a=b1 #ab12 ab12) {ab12").concat("x ab12", "ab12 x"),
	},
	pgpass: {
		yes: words("db:5432:orders:app:x *:*:*:*:x db.acme.com:54321:my-db:app_1:x"),
		no: words(
			"db:5432:orders:app: db:123:orders:app:x db:5:orders:app:x db:5432:app:x !a:5432:b:c:x db:5432:b:c::",
		).concat("a b:5432:c:d:x"),
	},
	openHole: { yes: words("${a} a${ {{a}}"), no: words("$a {a} $") },
	anyHole: { yes: words("${a} ${} {{a}} {{}} a${b}c"), no: words("${a {{a} {a} $a") },
	holes: {
		yes: words("${a} ${} {{resolve:a}} {{resolve:}} x${A.b}"),
		no: words("${a {{a}} {{resolve:a} ${a{b}"),
	},
	hasLetter: { yes: words("a 1a é"), no: words("1 5432 - !") },
	schemeEnd: {
		yes: ["Bearer ", "Basic ", "a Bearer ", '"Bearer ', "'Basic ", "h=Bearer ", "h:Basic "],
		no: ["Bearer", "xBearer ", "Bearer a", "Token "],
	},
	commandEnd: {
		yes: [
			"mysql -p",
			"mysql -u root -p",
			"mysql -u root -p ",
			"mysqldump -p'",
			'mysqladmin -h a -p"',
			"mariadb -p",
			"sshpass -p ",
			"/usr/bin/mysql -p",
			"a;mysql -p",
			"(mysql -p",
			"`mysql -p",
			"&mysql -p",
			"|mysql -p",
			"'mysql -p",
			'"mysql -p',
			"curl -u app:",
			"curl -s --user app:",
			"curl --user=app:",
			"curl -u 'app:",
			'wget -u "a.b@c-d:',
			"curl -u app:'",
		],
		no: [
			"xmysql -p",
			"mysql -px",
			"mysql -P",
			"docker run -p ",
			"mysql a | grep -p",
			"mysql a; b -p",
			"mysql a\nb -p",
			"curl app:",
			"curl -u app",
			"curl -u a b:",
			"curl a | b -u app:",
			"curl -X app:",
		],
	},
	fieldValue: {
		yes: ["<input value=", '<input type="password" value="', "<p name='a' value='"],
		no: ["input value=", "<1 value=", "<p>value=", "<p xvalue=", '<p value="a', "<value="],
	},
	fieldName: {
		yes: ['type="password"', "name='token'", "id=a", " id=a.b-c"],
		no: ["type=", 'xtype="a"', "name=1", "alt=a"],
	},
	weakWord: {
		yes: words("kubon47 Kubon47 kubo123456 kubon47! kubon47."),
		no: words("kub47 kubon4 kuBon47 1kubon47 kubon47a kubon4712345 kubon47!! kubonkubonkubonkubonk47"),
	},
	weakEnd: { yes: words("a! a. !"), no: words("a !a .a") },
	weakPair: {
		yes: words("admin:kubon47 a.b@c-d:kubo123456! a_1:Kubon47."),
		no: words(
			"admin:kub47 admin:kubon4 admin:kubon 1admin:kubon47 a:kubon47 admin:kubon47x admin:kubon47!! x/admin:kubon47",
		),
	},
	codeSigns: {
		yes: words(
			"[a-z] [^a-z] [\\-] a\\d \\s \\w \\b \\p \\. (?:a a.* a=>1 a).b a); <a {a [a (a #a ./a @a $a a${b a::b a() a<b a/> %s %d %j a=b",
		),
		no: ["a", "a[b", "a?", "a)", "a(b)", "a<", "%a", "a=", "!a", "b!{"],
	},
	upper: { yes: words("A aB"), no: words("a 1") },
	lower: { yes: words("a Ab"), no: words("A 1") },
	signs: { yes: words("! @ # $ % ^ & * + = ~ ? | ; < > \" ' ` \\ ( ) [ ] { }"), no: words("a 1 - _ . /") },
	plainWord: { yes: words("a ab a.b/c 1 1.2"), no: words("1a -a a1 a! .a1 1.2!").concat("", "aaaaaaaaaaaaaaaaa") },
	plainWords: {
		yes: ["", "a", " a b", "of 12 orders.", "Order1 Ab12"],
		no: ["a!", "a-b", "a1b", "abcdefghijklmn", "a 1234", "a\n"],
	},
	plainName: {
		yes: ["", "a", "orders-17", "a.b_c/d", "v1.2"],
		no: ["A", "a b", "1a", "abcdefghijklmno", "a123456", "a:b"],
	},
	soleWord: {
		yes: words("a Z 9 _ a.b a*b a/b $a {a} a:b a-b arn:aws:s3:::${x}/*"),
		no: ["", "a b", " a", "a ", "a=b", '"a', 'a"', "a,b", "é"],
	},
	tellingWord: {
		yes: words("/password:a /passwd:a /pwd:a /PWD:a sqlplus 7z a:5432:b a:12345:b a:*:b"),
		no: words("password passwd pwd a:b a:123:b a:123456:b a:5432 5432: a:**:b a::b"),
	},
	mayBeStructure: {
		yes: [
			...words("PuTTY-User-Key-File-2 xLS0tLS1CRUdJTi xeyJx a://b jdbc:a ?sig=a"),
			...["-----BEGIN A", "Basic a", "bearer a", "Token a", "SSWS a", "GenieKey a", "ApiKey a", "AWS a"],
		],
		no: ["----BEGIN A", "-----BEGIN", ":/", "Basic", "xBearer a", "a Token b", "AWSa", "sig a", "jdbc"],
	},
	mayHoldStatement: {
		yes: words("xIDENTIFIED identified PASSWORD requirepass masterauth"),
		no: words("Identified password requirePass masterAuth"),
	},
	mayHoldPgpass: {
		yes: words(":5432: a:12345:b :*:"),
		no: words(":123: :123456: :5432 5432: :**: ::"),
	},
	mayHoldHeader: { yes: words("xauthorizationx Authorization"), no: words("auth author") },
	mayHoldSecrets: {
		yes: words("a=b a, a: <a auth bearer basic ssws IDENTIFIED").concat("a\n"),
		no: ["", "orders 17", "net a", "a.b"],
	},
	mayHoldCode: { yes: ["'a'", "a=b", "a\n"], no: ["", "orders 17", "a.b"] },
	uriUser: { yes: ["a://b:", "://:"], no: ["a://b", "a:/b:", "a://b/:", "a://b c:", "a://b@:", "a://b: "] },
	jsonStart: { yes: ["{", "[", " {", "\n  ["], no: ["a{", "a [", ""] },
	naming: {
		yes: words("name key optionname parameterkey parametername variable field NAME"),
		no: words("xname names xfield fields"),
	},
	wordWithDigits: { yes: words("kubo47 kubon47! kubon47."), no: words("kub47 kubon4 1kubon47 kubon47!!") },
	longOption: { yes: words("--password=a -ab= --p-q=1"), no: words("password= ---a= x--ab= --=a") },
	pair: { yes: ["a: b", "a:", '"a": b', "a.b-c: d"], no: ["a:b", " a: b", ": b", "!a: b"] },
	assigned: {
		yes: ["", "export ", "set ", "env ", "SET ", "ab", "//registry.acme.test/:"],
		no: ["(", "a(", "(a", "xset ", "env a", "export  "],
	},
	continues: { yes: [";a=", "& ", "; ", "&a.b=", ";ab="], no: ["a=", ";", ";a", "&&", ";=", "&="] },
	nextPair: {
		yes: [";a=", "; a=", ";User ID=", ";ab=", ";User I="],
		no: ["a;a=", ";a", ";1=", ";a b c=", ";  a=", ";User 1=", ";=", ";User =", ";!a=", "; !a="],
	},
	credentialName: {
		yes: words(
			"authorization auth cookie host_key HostKey external_id externalId x-auth a.cookie sts:ExternalId a_auth salt pepper x-origin-verify searchString search_string",
		),
		no: words("auths xauth cookies hostkeys external_ids xexternalid xcookie xhost_key xauthorization"),
	},
	joinedWords: {
		yes: words(
			"Tiger-Berlin-42 Tiger-42 Tiger.Berlin.1987! Abc-Def-Ghi-Jkl-Mno-99# tiger-berlin-stone-42 tiger_berlin_stone_4242 tiger-berlin-stone-river-lake-hill-42 Tiger-42?",
		),
		no: words(
			"tiger-berlin-42 xTiger-Berlin-42 Tiger-Berlin-4 Tiger-Berlin-12345 Tiger-Berlin-42!! Ti-Be-42 ti-be-st-42 Tiger42 tiger--berlin-stone-42 Tiger-Berlin-42x Tiger1-Berlin-42",
		),
	},
	attributeSelector: {
		yes: words("input[type=password] [name= [data-id^= [a$= [a*= [a~= [a|="),
		no: words("[= name= [a] [A= [a1= a]="),
	},
	color: { yes: words("#fff #a1b2c3 #FFF000"), no: words("#ffff #fffffff fff #ggg x#fff") },
	idSelector: { yes: words("#a .a #user_password_2 .a-b-c #a1"), no: words("a #A #1 #a- #a-b-! x#a ##a #") },
	fileMark: { yes: words("a:b a/b # |"), no: words("ab a-b a_b a.b") },
	callStart: { yes: words("crypt($1 f( a.b( _( f()x"), no: words("( 1f( f x f[( f-g( !f( 1f(") },
	ownHeader: { yes: words("x-a X-Api-Key x-a-b-c"), no: words("x x- ax-a x-1 x-a- x-a-1 x--a x-a_b xa") },
	codeStart: { yes: words("f( f[ a.b( _x[ f(a f[0"), no: words("( 1f( f !f( f-g( f") },
	call: {
		yes: words("f() a.b(c) f(), f(); _f(1)").concat("f(a, 'b')"),
		no: words("() f f( f(() f()) f()a !f() 1f() f()!").concat("f() x"),
	},
	variable: { yes: words("a _a aB1 a_b A"), no: words("1a a-b a. a! !a").concat("", "a b") },
	fakeKey: {
		yes: words("FAKE xfakex DUMMY SAMPLE MOCK NOTREAL TESTKEY TESTTEST"),
		no: words("FAK DUMM SAMPL MOC REAL TEST KEY"),
	},
	signer: {
		yes: words(
			"?AWSAccessKeyId= &AWSAccessKeyId= ;AWSAccessKeyId= &awsaccesskeyid= x?X-Amz-Credential= &X-Amz-Credential=",
		),
		no: words("AWSAccessKeyId= ?XAWSAccessKeyId= &X-Amz-Credentials="),
	},
	signed: {
		yes: words("?Signature=a &Signature= ;Signature= ?X-Amz-Signature= &x-amz-signature="),
		no: words("Signature= ?XSignature= ?Signature &Signatures="),
	},
	unspaced: {
		yes: ["漢字漢", "アアア", "ひらが", "한국어", "ไทย", "a漢アひb"],
		no: ["漢字", "漢a字b", "привет", "éèà"],
	},
	accountStatement: {
		yes: ["create x", "x ALTER", "grant", "a user b", "role", "set x"],
		no: [
			"created",
			"users",
			"offset",
			"subset",
			"recreate",
			"regrant",
			"enroles",
			"roles",
			"salter",
			"xset",
			"sets",
			"auser",
			"xrole",
			"grants",
			"xgrant",
			"alters",
		],
	},
	sharedCondition: {
		yes: words("aws:Referer aws:UserAgent"),
		no: words("aws:SourceIp xaws:referer aws:referers xaws:useragent"),
	},
	assignedTo: {
		yes: ["ab=", "a=", 'a" = "', "a: ", "a:\\'"],
		no: ["=", "a", "a=b", "a ", "!="],
	},
	optionEnd: {
		yes: ["--ab ", "-ab ", "x --a-b ", "-abc "],
		no: ["--ab", "ab ", "x--ab ", "--1b ", "--a ", "---ab ", "--ab x"],
	},
	announced: { yes: ["ab is ", "a was ", "a=", 'a: "', "a ", "a (", "ab"], no: ["", "!", "=", "a = b!"] },
	schemeWord: {
		yes: ["token output", "Basic merging"],
		no: ["token output2", "bearer allow", "a token output", "token ", "token two words", "token  x"],
	},
	webScheme: { yes: words("http https HTTPS"), no: words("ws ftp httpx shttpss") },
	pin: { yes: words("1234 12345"), no: words("123 1234a a1234") },
	userAndPassword: {
		yes: ["app:abcd", "_a.b@c-d:a b!"],
		no: words("1app:abcd app:abc app:://abcd :abcd app::abcd xapp/app:abcd"),
	},
	loginPair: {
		yes: [
			"login: ann / kubon",
			"log-in:ann/kubon",
			"sign-in = ann /kubon",
			"signin=a/ kubon",
			"credential: ann / kubon",
			"credentials: ann / kubon",
			"creds: ann / kubon",
		],
		no: ["login ann / kubon", "login:  ann / kubon", "login: ann / kub", "login: / kubon", "xlogin: a / kubon"],
	},
	nameLike: { yes: words("a ab a.b/c:d$-"), no: ["", "a b", "!a", "a!"] },
	elements: {
		yes: ["<a1>abcd</", "<password>kubo lima</password>", "<ab>abcde</"],
		no: ["<a1>abc</", "<1a>abcd</", "<a1>abcd", "<a1>ab<d</", "<a1>abcd<a", "<>abcd</"],
	},
	jsonToken: {
		yes: ['"a"', '"a\\"b"', '""', "1", "-1.5e+3", "{", "}", "[", "]", ",", '"\\\\"'],
		no: ["null", ":", " ", "true", ""],
	},
	assigns: {
		yes: [
			"a=",
			"a:",
			"a,",
			"a || ",
			"a ?? ",
			"a or ",
			"a= ",
			"a=(",
			"a=b",
			'a = "b"'.slice(0, 4),
			"a=R",
			"a=f",
			"a=u",
		],
		no: ["a", "a nor", "aor", "a|", "a?", "a=x", "a=bb", "a= bb"],
	},
	closing: { yes: [" ", "a )", "a) "], no: ["a", ") a", ""] },
	keyedCall: {
		yes: [
			"hmac.new(",
			"HMAC.new(",
			"createHmac(a,",
			"hmacSha256(a, b",
			"jwt.encode(a,",
			"jwt.decode(a,",
			"jwt.sign(a,",
			"jwt.verify(a,",
			"Fernet(",
			"Fernet(b",
			"cipher(a,",
			"createCipheriv(a,",
			"Fernet( R",
		],
		no: ["hmac.new(a", "hmac(", "jwt.sign(a", "jwt.read(a,", "Fernet", "cipher(a", "Fernet(x", "cipherX(a,"],
	},
	lastCall: { yes: ["a(", "f(a", "f(a, b", "g(f(a"], no: ["(", "a", "f(a)", ""] },
	readsSecret: {
		yes: words(
			"getSecret fetchSecret readSecret loadSecret findSecret resolveSecret lookupSecret describeSecret listSecrets requireSecret SecretsManagerClient SecretProvider SecretManager GetSecretCommand",
		),
		no: words(
			"setSecret targetSecret SecretClients aFetch aRead unload refind unresolve alookup undescribe alist arequire Providers Managers Commands",
		),
	},
	opensWithSecret: {
		yes: words(
			"createHmac cipheriv decrypt loginUser myPassword passwd secrets credentials apiKey api_key APIKEY connectTo sign sequelize Stripe twilio octokit openai sgmail",
		),
		no: words(
			"signed design open stripes mysequelize xstripe twilios octokits openais sgmails api xsgmail xtwilio xoctokit xopenai",
		),
	},
	ownPrefix: { yes: words("glpat- sk_live_ abc. abc:"), no: words("ab- abc abc-d").concat("", "ab c-", " abc-") },
	snowflake: {
		yes: ["1".repeat(17), "1".repeat(20)],
		no: ["1".repeat(16), "1".repeat(21), `a${"1".repeat(17)}`, `${"1".repeat(17)}a`],
	},
	unfilled: {
		yes: ["a...b", "a…", "axxxxb", "AXXXX", "a***", "a_00000000", "a####"],
		no: ["a..b", "axxx", "a**", "a0000000", "a###"],
	},
	sampleToken: {
		yes: [
			`eyJ${"a".repeat(8)}.eyJzdWIiOiIxMjM0NTY3ODkwIiw`,
			`eyJ${"a-_9".repeat(20)}.eyJzdWIiOiIxMjM0NTY3ODkwIiwx`,
		],
		no: [
			`eyJ${"a".repeat(7)}.eyJzdWIiOiIxMjM0NTY3ODkwIiw`,
			`eyJ${"a".repeat(81)}.eyJzdWIiOiIxMjM0NTY3ODkwIiw`,
			`xeyJ${"a".repeat(8)}.eyJzdWIiOiIxMjM0NTY3ODkwIiw`,
			`eyJ${"a".repeat(8)}xeyJzdWIiOiIxMjM0NTY3ODkwIiw`,
			`eyJ${"a".repeat(8)}.eyJzdWIiOiIxMjM0NTY3ODkxIiw`,
		],
	},
	madeUp: {
		yes: words("DUMMY DUMMYKEY FAKE FAKEKEY MOCK MOCKKEY dummy dummykey fake fakekey mock mockkey"),
		no: words("DUMMYkey dummyKEY Dummy xdummy XDUMMY dummy1 DUMMY1"),
	},
	labeled: {
		yes: words("EXAMPLE-a EXAMPLE_a SAMPLE-a SAMPLE_ DUMMY-1 FAKE_x MOCK-"),
		no: words("EXAMPLE EXAMPLEa EXAMPLES-a example-a Example-a xEXAMPLE-a X-EXAMPLE-a"),
	},
	cutOff: { yes: ["a...", "a…", "a***b"], no: ["a...b", "a..", "a…b", "a**"] },
	bracketed: {
		yes: ["(a)", "[a]", "{a}", "<a>", "()", "{a\nb}"],
		no: ["(a]", "a(b)", "(a)b", "[a", "{a)", "<a", "x[a]", "{a}b", "x<a>", "<a>b", "[a]b", "x{a}"],
	},
	userColon: {
		yes: ["app:abcdef", "a.b@c:123456"],
		no: ["app:abcde", ":abcdef", "app:abc def", "a b:abcdef", "", "app:"],
	},
	smallWords: {
		yes: ["abc def", "abc d2f ghi"],
		no: ["abc", "abc  def", "abc Def", "Abc def", "abc def ", " abc def", "ab cd"],
	},
	pattern: {
		yes: ["a-z", "A-Z", "0-9", "\\d", "\\w", "\\u", "(?", "[^", ".*"],
		no: ["a-y", "b-z", "\\a", "(", "[", "*"],
	},
	authName: {
		yes: words("auth _auth REGISTRY_AUTH authorization x-Authorization"),
		no: words("author authorizations authorizatio"),
	},
	headerInText: {
		yes: [
			"Authorization: Bearer ab",
			"authorization=Basic%20ab",
			"Proxy-Authorization: token a",
			'"authorization": "ssws ab"',
			"authorization:GenieKey ab",
			"authorization: apikey ab",
		],
		no: [
			"xauthorization: Bearer ab",
			"authorization: ab",
			"authorization Bearer ab",
			"authorization: Bearer ",
			"authorization: Bearer",
			"authorization: Bearer '",
		],
	},
	netrc: {
		yes: ["machine a.b login c password d", "default login c password de", "x machine a login b password c"],
		no: [
			"machine a.b login c password ",
			"xmachine a login b password c",
			"machine login c password d",
			"defaults login c password d",
		],
	},
	netrcLine: {
		yes: ["password a", "login b password ab"],
		no: ["password ", "a password b", "password a b", "login password"],
	},
	pgpassEntry: {
		yes: ["a:5432:b:c:d", "a:*:b:c:de", '"a:5432:b:c:d"', "x a:5432:*:*:d"],
		no: ["a:543:b:c:d", "a:5432:b:c:", "a:5432:b:d", "a:x:b:c:d", "a:543210:b:c:d"],
	},
	oracle: {
		yes: ["jdbc:oracle:thin:a/b@c", "jdbc:oracle:oci8:a/b@//c:1", "jdbc:oracle:oci:a/b@"],
		no: [
			"xjdbc:oracle:thin:a/b@c",
			"jdbc:oracle:thin:@c",
			"jdbc:oracle:thin:a@c",
			"jdbc:oracle:thick:a/b@c",
			"jdbc:oracle:thin:/b@c",
		],
	},
	oracleUser: {
		yes: ["a/b", "app/secret@db", "a1/b@c"],
		no: ["/b", "a/", "a/@b", "1a/b", "-a/b", "a/b/c", "x a/b"],
	},
	querySignature: {
		yes: [
			`sig=${"a".repeat(43)}`,
			`?sig=${"a".repeat(43)}=`,
			`a&sig=${"a".repeat(41)}%3D`,
			` sig=${"A".repeat(43)}`,
			`;sig=${"A".repeat(43)}`,
		],
		no: [`sig=${"a".repeat(42)}`, `xsig=${"a".repeat(43)}`, "sig="],
	},
	hmac: {
		yes: ["a".repeat(43), `${"/".repeat(43)}=`],
		no: ["a".repeat(42), "a".repeat(44), `${"a".repeat(43)}==`, `=${"a".repeat(43)}`, `${"a".repeat(43)}!`],
	},
	mayHoldText: {
		yes: [
			"a=b",
			"a:b",
			"a -b",
			"machine a",
			"default a",
			"IDENTIFIED BY",
			"PASSWORD 'a'",
			"requirepass a",
			"masterauth a",
			"net user a",
			"sqlplus a",
			"rabbitmqctl a",
			"htpasswd a",
			"kinit a",
			"ConvertTo-SecureString",
		],
		no: ["a b", "a-b", "machinea", "nets", "defaults", "passwords", "sqlplusa"],
	},
	blockIndicator: { yes: words("| > |- >+ |2 >2- |-2 |2+ |-2-"), no: words("a| |a || 2").concat("", "|22") },
	opaque: { yes: words("a ab a+b"), no: ["", "-"] },
	keyRuns: { yes: words("a ab a+b"), no: ["", "-"] },
	alphanumeric: { yes: words("a Ab1"), no: words("-a a-").concat("") },
	digits: { yes: words("1 12"), no: ["", "a"] },
	words: { yes: words("a ab"), no: ["", " ", ","] },
};

/** Whether it is found, and what is: a repetition that may now be empty finds more. */
function judge(regex: RegExp, text: string): string {
	const found = new RegExp(regex.source, regex.flags.replace("g", "")).exec(text);
	return JSON.stringify(found === null ? null : [...found].map((one: string | undefined) => one ?? null));
}

/** Changes that no text can tell: a look ahead that finds both further on finds them from the beginning, too. */
const SAME: readonly string[] = [String(REGEXES.bothCases).replace("^", "")];

describe.each(Object.entries(ALL))("the expression %s", (name, regex) => {
	const { yes, no } = EXAMPLES[name as Name] ?? { yes: [], no: [] };

	test("finds what it is for, and nothing that comes near it", () => {
		const finds = (text: string): boolean => judge(regex, text) !== "null";
		expect(yes.filter((text) => !finds(text))).toEqual([]);
		expect(no.filter(finds)).toEqual([]);
	});

	test("needs each of its words, ends and repetitions", () => {
		const idle = regexMutants(String(regex)).filter((mutant) => {
			const end = mutant.lastIndexOf("/");
			const other = new RegExp(mutant.slice(1, end), mutant.slice(end + 1));
			return [...yes, ...no].every((text) => judge(regex, text) === judge(other, text));
		});
		expect(idle.filter((mutant) => !SAME.includes(mutant))).toEqual([]);
	});
});
