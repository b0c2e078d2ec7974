/**
 * The body of KeystoneListProjects.
 *
 * @fidelity documented
 * Source: IAM API reference, "Querying Project Information".
 */
export function projectList(
  projects: readonly { id: string; name: string }[],
  domainId: string,
  url: string,
  search: string,
): object {
  return {
    projects: projects.map(({ id, name }) => ({
      id,
      name,
      domain_id: domainId,
      parent_id: domainId,
      is_domain: false,
      enabled: true,
      description: "",
      links: { self: `${url}/v3/projects/${id}` },
    })),
    links: { self: `${url}/v3/projects${search}`, previous: null, next: null },
  };
}
