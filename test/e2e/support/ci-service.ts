/** What GitHub and GitLab serve to a job of theirs: comments are taken, and id tokens given out. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export const GITHUB_TOKEN = "a-token-of-github";
export const GITLAB_TOKEN = "a-token-of-gitlab";
export const ID_TOKEN_REQUEST_TOKEN = "a-token-that-asks-for-id-tokens";
const ID_TOKEN = "an-id-token-of-github";
/** All tokens that a job has or gets. */
export const CI_TOKENS = [GITHUB_TOKEN, GITLAB_TOKEN, ID_TOKEN_REQUEST_TOKEN, ID_TOKEN];

export class CiService {
  readonly url: string;
  /** The comments under pull request 7 of `acme/nics`, and under merge request 7 of project 42. */
  readonly comments: string[] = [];
  /** For whom id tokens were asked. */
  readonly audiences: (string | null)[] = [];
  readonly #server: Server;

  static async start(): Promise<CiService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new CiService(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      void this.#answer(request).then((answer) => {
        response.statusCode = answer === undefined ? 404 : 200;
        response.end(JSON.stringify(answer ?? { message: "Not Found" }));
      });
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    const { authorization, "private-token": privateToken } = request.headers;
    const body = await text(request);
    switch (`${request.method} ${pathname}`) {
      case "POST /repos/acme/nics/issues/7/comments":
        if (authorization !== `Bearer ${GITHUB_TOKEN}`) return undefined;
        this.comments.push(JSON.parse(body).body);
        return {};
      case "POST /projects/42/merge_requests/7/notes":
        if (privateToken !== GITLAB_TOKEN) return undefined;
        this.comments.push(new URLSearchParams(body).get("body") ?? "");
        return {};
      case "GET /id-token":
        if (authorization !== `Bearer ${ID_TOKEN_REQUEST_TOKEN}`) return undefined;
        this.audiences.push(searchParams.get("audience"));
        return { value: ID_TOKEN };
      default:
        return undefined;
    }
  }
}
