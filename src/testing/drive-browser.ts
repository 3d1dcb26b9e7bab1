import { spawn, type ChildProcess } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** A message of the protocol. Source: https://chromedevtools.github.io/devtools-protocol/ */
interface Message {
	readonly id?: number;
	readonly method?: string;
	readonly params?: Readonly<Record<string, unknown>>;
	readonly result?: Readonly<Record<string, unknown>>;
	readonly error?: { readonly message: string };
}

/** A page in a browser without a window, driven through pipes: nothing listens on a port. */
export class BrowserPage {
	/** The addresses of all that the page asked for. */
	readonly requests: string[] = [];
	/** What was thrown, or logged as an error: a refusal of the page's policy among it. */
	readonly problems: string[] = [];
	readonly #process: ChildProcess;
	readonly #waiting = new Map<number, (message: Message) => void>();
	#hasEnded = false;
	#session: string | undefined;
	#sent = 0;
	#rest = "";

	/**
	 * @param browser the path of a Chromium
	 * @param folder an empty folder, for what a browser keeps of its user
	 */
	static async open(browser: string, folder: string): Promise<BrowserPage> {
		const page = new BrowserPage(browser, folder);
		const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
		const { sessionId } = await page.send("Target.attachToTarget", { targetId, flatten: true });
		page.#session = String(sessionId);
		for (const domain of ["Page", "Runtime", "Network", "Log"]) {
			await page.send(`${domain}.enable`);
		}
		return page;
	}

	private constructor(browser: string, folder: string) {
		this.#process = spawn(
			browser,
			["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", `--user-data-dir=${folder}`],
			{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
		);
		const end = (): void => {
			this.#hasEnded = true;
			this.#waiting.forEach((answer) => {
				answer({ error: { message: "the browser has ended" } });
			});
		};
		this.#process.once("exit", end).once("error", end);
		(this.#process.stdio[3] as Writable).on("error", end);
		(this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
			const messages = (this.#rest + text).split("\0");
			this.#rest = messages.pop() ?? "";
			messages.forEach((message) => {
				this.#take(JSON.parse(message) as Message);
			});
		});
	}

	#take({ id, method = "", params = {}, ...message }: Message): void {
		if (id !== undefined) {
			this.#waiting.get(id)?.(message);
			this.#waiting.delete(id);
		} else if (method === "Network.requestWillBeSent" || method === "Network.webSocketCreated") {
			this.requests.push(
				String((params["request"] as { readonly url?: string } | undefined)?.url ?? params["url"]),
			);
		} else if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded") {
			this.problems.push(JSON.stringify(params));
		}
	}

	/** @throws where the browser refuses the command, or has ended */
	async send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
		if (this.#hasEnded) {
			throw new Error(`${method}: the browser has ended`);
		}
		this.#sent += 1;
		const id = this.#sent;
		const { result = {}, error } = await new Promise<Message>((resolve) => {
			this.#waiting.set(id, resolve);
			const message = {
				id,
				method,
				params,
				...(this.#session === undefined ? {} : { sessionId: this.#session }),
			};
			(this.#process.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
		});
		if (error !== undefined) {
			throw new Error(`${method}: ${error.message}`);
		}
		return result;
	}

	/** The value of an expression in the page, awaited. */
	async evaluate(expression: string): Promise<unknown> {
		const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
			expression,
			awaitPromise: true,
			returnByValue: true,
		});
		if (exceptionDetails !== undefined) {
			throw new Error(JSON.stringify(exceptionDetails));
		}
		return (result as { readonly value?: unknown }).value;
	}

	/** Opens an address, and waits until an expression is true in the page. */
	async goTo(url: string, isReady: string): Promise<void> {
		await this.send("Page.navigate", { url });
		const ready = `document.readyState === "complete" && Boolean(${isReady})`;
		while (!this.#hasEnded && (await this.evaluate(ready).catch(() => false)) !== true) {
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	/** Presses a key: `Tab`, `Enter`. */
	async press(key: "Tab" | "Enter"): Promise<void> {
		const event = { key, code: key, windowsVirtualKeyCode: key === "Tab" ? 9 : 13 };
		await this.send(
			"Input.dispatchKeyEvent",
			key === "Enter" ? { ...event, type: "keyDown", text: "\r" } : { ...event, type: "rawKeyDown" },
		);
		await this.send("Input.dispatchKeyEvent", { ...event, type: "keyUp" });
	}

	async close(): Promise<void> {
		const ended = new Promise((resolve) => this.#process.once("exit", resolve));
		await this.send("Browser.close").catch(() => undefined);
		if (!this.#hasEnded) {
			await ended;
		}
	}
}
