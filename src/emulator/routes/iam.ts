import { projectList } from "../wire/iam";
import type { ApiRoute } from "./route";

export interface IamOptions {
  /** The account's one project: a region's own project is named like the region. */
  project: { id: string; name: string };
  domainId: string;
  /** The emulator's address, for links. */
  url: () => string;
}

export function iamRoutes(options: IamOptions): ApiRoute[] {
  return [
    {
      operation: "ListProjects",
      method: "GET",
      path: "/v3/projects",
      /**
       * Of the filters, `name` alone is looked at; it must be equal.
       *
       * @fidelity documented
       * Source: IAM API reference, "Querying Project Information".
       */
      handle: ({ search }) => {
        const name = new URLSearchParams(search).get("name");
        const found = [options.project].filter((project) => name === null || project.name === name);
        const body = projectList(found, options.domainId, options.url(), search);
        return { status: 200, body, summary: found.length === 1 ? "1 project" : "no project" };
      },
    },
  ];
}
